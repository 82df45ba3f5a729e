// SPDX-License-Identifier: Apache-2.0
/** Shows one pane of the workspace: its head, and a terminal or a log of its container. */

import { type KeyboardEvent, useRef, useState } from 'react';
import { changeFontSize } from '../console/terminal-settings.ts';
import type { TerminalEntry } from '../console/terminal-entry.ts';
import { type TerminalAction, terminalActionOf } from '../console/terminal-keys.ts';
import { reopenTerminal, titleOf } from '../console/terminal-store.ts';
import { TerminalView } from '../console/terminal-view.tsx';
import { sourceLabels } from '../logs/log-query.ts';
import { LogPane } from './log-pane.tsx';
import { paneActions } from './pane-actions.ts';
import { PaneHead } from './pane-head.tsx';
import { PaneNotice } from './pane-notice.tsx';
import { usePaneSubject } from './use-pane-subject.ts';
import { activatePane, closePane, leavePane, splitWorkspacePane, toggleMaximised } from './workspace.ts';
import type { WorkspacePane } from './workspace-pane.ts';
import { t } from '../../lib/language/t.ts';

interface PaneViewProps {
  readonly pane: WorkspacePane;
  /** Holds the session of a terminal; a log has none. */
  readonly entry: TerminalEntry | undefined;
  readonly isActive: boolean;
  readonly isMaximised: boolean;
  readonly isHostShown: boolean;
  readonly isTypedTo: boolean;
  /** Why there is no room for another pane. */
  readonly fullReason: string | undefined;
}

export function PaneView({ pane, entry, isActive, isMaximised, isHostShown, isTypedTo, fullReason }: PaneViewProps) {
  const { id, content, container: name } = pane;
  const place = useRef<HTMLElement>(null);
  const [isSearching, setSearching] = useState(false);
  const subject = usePaneSubject(pane);
  const splitReason = fullReason ?? (content.kind === 'terminal' ? subject.reason : undefined);
  const title = titleIn(pane, entry);
  const onSearch = (): void => setSearching(!isSearching);
  const actions = paneActions({ pane, subject, splitReason, entry, isSearching, onSearch });

  function handleAction(action: TerminalAction): void {
    switch (action.kind) {
      case 'leave':
        place.current?.querySelector<HTMLElement>('.pane-tools button')?.focus();
        return;
      case 'search':
        setSearching(true);
        return;
      case 'new':
      case 'split-right':
      case 'split-below':
        if (splitReason === undefined) splitWorkspacePane(id, action.kind === 'split-below' ? 'below' : 'right');
        return;
      case 'maximise':
        toggleMaximised(id);
        return;
      case 'close':
        closePane(id);
        return;
      case 'next':
      case 'previous':
        leavePane(id, action.kind === 'next' ? 1 : -1);
        return;
      case 'focus':
        leavePane(id, action.arrow);
        return;
      case 'size':
        changeFontSize(action.change);
        return;
      case 'copy':
        return;
    }
  }

  /** The terminal hears its own keys; a field has its own use for some of them. */
  function handleKey(event: KeyboardEvent): void {
    const action = isField(event.target) ? undefined : terminalActionOf(event.nativeEvent);
    if (action === undefined || action.kind === 'copy') return;
    event.preventDefault();
    event.stopPropagation();
    handleAction(action);
  }

  return (
    <section
      ref={place}
      className={`workspace-pane${isActive ? ' is-active' : ''}`}
      aria-label={t('{name}: {title}', { name, title })}
      aria-current={isActive}
      onKeyDown={handleKey}
    >
      <PaneHead
        pane={pane}
        subject={subject}
        title={title}
        isHostShown={isHostShown}
        isMaximised={isMaximised}
        isTypedTo={isTypedTo}
        splitReason={splitReason}
        actions={actions}
        onSplit={(direction) => splitWorkspacePane(id, direction)}
        onMaximise={() => toggleMaximised(id)}
        onClose={() => closePane(id)}
      />
      <PaneNotice pane={pane} subject={subject} entry={entry} />
      {content.kind === 'log' && (
        <LogPane
          pane={pane}
          subject={subject}
          source={content.source}
          isActive={isActive}
          areToolsShown={isSearching}
        />
      )}
      {entry !== undefined && (
        <TerminalView
          entry={entry}
          isActive={isActive}
          isSearching={isSearching}
          canReopen={subject.reason}
          onActivate={() => activatePane(id)}
          onAction={handleAction}
          onSearched={() => setSearching(false)}
          onReopen={() => reopenTerminal(entry.id)}
        />
      )}
    </section>
  );
}

function titleIn({ content }: WorkspacePane, entry: TerminalEntry | undefined): string {
  if (content.kind === 'log') return t('Log: {source}', { source: sourceLabels[content.source].label });
  return entry === undefined ? t('Terminal') : t('Terminal: {title}', { title: titleOf(entry) });
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLElement && ['INPUT', 'SELECT', 'TEXTAREA'].includes(target.tagName);
}
