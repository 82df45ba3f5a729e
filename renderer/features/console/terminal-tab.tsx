// SPDX-License-Identifier: Apache-2.0
/** The terminals of a container, in tabs that may be split. Leaving the page leaves the sessions running. */

import Button from '@mui/material/Button';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { useIsConnected } from '../../host/connection.ts';
import { saveOutput } from '../../host/main-process.ts';
import { PaneGrid } from '../../ui/pane-grid.tsx';
import { Empty } from '../../ui/placeholder.tsx';
import { whyNot } from '../containers/states/action-reasons.ts';
import type { ConsoleChoice } from './console-run.ts';
import { panesOf } from '../../lib/pane-layout.ts';
import { RunAsDialog } from './run-as-dialog.tsx';
import type { TerminalAction } from './terminal-keys.ts';
import { changeFontSize } from './terminal-settings.ts';
import { TerminalTabs } from './terminal-tabs.tsx';
import { TerminalTools } from './terminal-tools.tsx';
import { TerminalView } from './terminal-view.tsx';
import {
  activateTerminal,
  activateTowards,
  openBootConsole,
  openTerminal,
  resizeTab,
  splitTerminal,
  tabsOf,
  useTerminalTabs,
} from './container-terminals.ts';
import { closeTerminal, reopenTerminal, titleOf, useTerminals } from './terminal-store.ts';
import { t } from '../../lib/language/t.ts';
import './console.css';

interface TerminalTabProps {
  readonly container: Container;
  readonly busy: string | undefined;
  /** The time of the last denial of the host. */
  readonly lastDenial: () => number;
  /** What was denied to the container after that time. */
  readonly denialsAfter: (time: number) => ReactNode;
}

export function TerminalTab({ container, busy, lastDenial, denialsAfter }: TerminalTabProps) {
  const { name } = container;
  const tabs = tabsOf(name)({ tabs: useTerminalTabs((state) => state.tabs) });
  const entries = useTerminals((state) => state.entries);
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const [isChoosing, setChoosing] = useState(false);
  const [renaming, setRenaming] = useState<number | undefined>(undefined);
  const [searching, setSearching] = useState<number | undefined>(undefined);
  const [maximised, setMaximised] = useState<number | undefined>(undefined);
  const [hasDenials, setDenials] = useState(false);
  const strip = useRef<HTMLDivElement>(null);
  const isConnected = useIsConnected();
  const reason = whyNot('terminal', container, { isConnected, busy });
  const shown = tabs.find((tab) => tab.id === chosen) ?? tabs.at(-1);
  const active = entries.find((entry) => entry.id === shown?.active);
  const isPossible = reason === undefined;

  useFirstTerminal(name, isPossible, lastDenial);

  function handleOpen(choice: ConsoleChoice = {}): void {
    setChosen(openTerminal({ container: name, choice, deniedBefore: lastDenial() }));
  }

  function handleBoot(): void {
    setChosen(openBootConsole({ container: name, deniedBefore: lastDenial() }));
  }

  function handleMove(step: 1 | -1): void {
    const index = tabs.findIndex((tab) => tab === shown);
    setChosen(tabs[(index + step + tabs.length) % tabs.length]?.id);
  }

  function handleSave(): void {
    if (active !== undefined) void saveOutput(`${name} ${titleOf(active)}`, active.session.readText());
  }

  function handleAction(action: TerminalAction, id: number): void {
    switch (action.kind) {
      case 'leave':
        strip.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
        return;
      case 'search':
        setSearching(id);
        return;
      case 'split-right':
      case 'split-below':
        if (isPossible && shown !== undefined)
          splitTerminal(shown.id, action.kind === 'split-right' ? 'right' : 'below', lastDenial());
        return;
      case 'maximise':
        setMaximised(maximised === id ? undefined : id);
        return;
      case 'new':
        if (isPossible) handleOpen();
        return;
      case 'close':
        closeTerminal(id);
        return;
      case 'next':
        handleMove(1);
        return;
      case 'previous':
        handleMove(-1);
        return;
      case 'size':
        changeFontSize(action.change);
        return;
      case 'focus':
        if (shown !== undefined) activateTowards(shown, id, action.arrow);
        return;
      case 'copy':
        return;
    }
  }

  return (
    <div className="panel terminal-panel">
      <div className="terminal-bar" ref={strip}>
        <TerminalTabs
          container={name}
          tabs={tabs}
          entries={entries}
          shown={shown}
          renaming={renaming}
          onShow={setChosen}
          onRename={setRenaming}
        />
        <TerminalTools
          reason={reason}
          hasTerminal={active !== undefined}
          areDenialsShown={hasDenials}
          onOpen={() => handleOpen()}
          onBoot={handleBoot}
          onChoose={() => setChoosing(true)}
          onAction={(action) => active !== undefined && handleAction(action, active.id)}
          onRename={() => setRenaming(active?.id)}
          onSave={handleSave}
          onDenials={() => setDenials(!hasDenials)}
        />
      </div>
      {shown === undefined || active === undefined ? (
        <Empty
          title={reason ?? t('No session is open')}
          action={
            reason === undefined && (
              <Button variant="outlined" color="inherit" onClick={() => handleOpen()}>
                {t('Open a session')}
              </Button>
            )
          }
        >
          {reason === undefined ? t('A session is a shell as root inside the container.') : undefined}
        </Empty>
      ) : (
        <div className="terminal-body">
          <PaneGrid
            key={shown.id}
            layout={shown.layout}
            maximised={panesOf(shown.layout).length > 1 && maximised === active.id ? maximised : undefined}
            onResize={(path, share) => resizeTab(shown, path, share)}
          >
            {(id) => {
              const entry = entries.find((one) => one.id === id);
              return (
                entry !== undefined && (
                  <TerminalView
                    entry={entry}
                    isActive={id === active.id}
                    isSearching={id === searching}
                    canReopen={reason}
                    onActivate={() => activateTerminal(id)}
                    onAction={(action) => handleAction(action, id)}
                    onSearched={() => setSearching(undefined)}
                    onReopen={() => reopenTerminal(id)}
                  />
                )
              );
            }}
          </PaneGrid>
          {hasDenials && (
            <aside className="terminal-denials" aria-label={t('Denials while {title} ran', { title: titleOf(active) })}>
              {denialsAfter(active.deniedBefore)}
            </aside>
          )}
        </div>
      )}
      {isChoosing && <RunAsDialog container={name} onRun={handleOpen} onClose={() => setChoosing(false)} />}
    </div>
  );
}

/** Opens a terminal for a person who comes to the tab, once: a person who closes the last one wants no other. */
function useFirstTerminal(container: string, isPossible: boolean, lastDenial: () => number): void {
  const hasHad = useRef(false);
  useEffect(() => {
    if (hasHad.current || !isPossible) return;
    hasHad.current = true;
    if (tabsOf(container)(useTerminalTabs.getState()).length === 0)
      openTerminal({ container, deniedBefore: lastDenial() });
  }, [isPossible, container, lastDenial]);
}
