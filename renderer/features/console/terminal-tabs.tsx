// SPDX-License-Identifier: Apache-2.0
/** The tabs of terminals: each with the name of its active session, which can be changed in place. */

import Close from '@mui/icons-material/Close';
import { hueColour } from '../../ui/hue-mark.tsx';
import type { ConsoleStatus } from './console-run.ts';
import { panesOf } from '../../lib/pane-layout.ts';
import { closeTab } from './container-terminals.ts';
import { maxTitle, renameTerminal, titleOf } from './terminal-store.ts';
import type { TerminalEntry, TerminalTab as Tab } from './terminal-entry.ts';
import { t } from '../../lib/language/t.ts';

interface TerminalTabsProps {
  readonly container: string;
  readonly tabs: readonly Tab[];
  readonly entries: readonly TerminalEntry[];
  readonly shown: Tab | undefined;
  /** The session whose name is being changed. */
  readonly renaming: number | undefined;
  readonly onShow: (tab: number) => void;
  readonly onRename: (id: number | undefined) => void;
}

const dotClasses: Readonly<Partial<Record<ConsoleStatus['status'], string>>> = {
  open: 'dot-good',
  lost: 'dot-amber',
  failed: 'dot-bad',
};
const stateWords: Readonly<Partial<Record<ConsoleStatus['status'], string>>> = {
  opening: t('opening'),
  lost: t('connection lost'),
  ended: t('ended'),
  gone: t('ended'),
  failed: t('failed'),
};

export function TerminalTabs({ container, tabs, entries, shown, renaming, onShow, onRename }: TerminalTabsProps) {
  return (
    <div role="group" aria-label={t('Sessions')} className="terminal-tabs">
      {tabs.map((tab) => {
        const entry = entries.find(({ id }) => id === tab.active);
        if (entry === undefined) return null;
        const title = titleOf(entry);
        const panes = panesOf(tab.layout).length;
        const words = stateWords[entry.status.status];
        return (
          <span
            key={tab.id}
            className={`session${tab === shown ? ' shown' : ''}`}
            style={{ borderTopColor: tab === shown ? hueColour(container) : 'transparent' }}
          >
            {renaming === entry.id ? (
              <input
                className="session-name"
                aria-label={t('Name of the session')}
                autoFocus
                maxLength={maxTitle}
                defaultValue={title}
                onFocus={(event) => event.target.select()}
                onBlur={(event) => {
                  renameTerminal(entry.id, event.target.value);
                  onRename(undefined);
                }}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') event.currentTarget.blur();
                  if (event.key !== 'Escape') return;
                  event.stopPropagation();
                  event.currentTarget.value = title;
                  event.currentTarget.blur();
                }}
              />
            ) : (
              <button
                type="button"
                aria-current={tab === shown}
                title={t('Double-click or F2 renames it')}
                onClick={() => onShow(tab.id)}
                onDoubleClick={() => onRename(entry.id)}
                onKeyDown={(event) => {
                  if (event.key === 'F2') onRename(entry.id);
                }}
              >
                <i className={`state-dot ${dotClasses[entry.status.status] ?? ''}`} aria-hidden="true" />
                <bdi className="truncate">{title}</bdi>
                {panes > 1 && <span className="faint">{t('{panes} panes', { panes })}</span>}
                {words !== undefined && <span className="faint">{words}</span>}
              </button>
            )}
            <button type="button" aria-label={t('Close {title}', { title })} onClick={() => closeTab(tab.id)}>
              <Close style={{ fontSize: 14 }} />
            </button>
          </span>
        );
      })}
    </div>
  );
}
