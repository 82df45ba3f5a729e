// SPDX-License-Identifier: Apache-2.0
/** The terminals of a container. Leaving the tab leaves the sessions running. */

import Add from '@mui/icons-material/Add';
import Close from '@mui/icons-material/Close';
import { useEffect, useRef, useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { hueColour } from '../../ui/hue-mark.tsx';
import { Empty } from '../../ui/placeholder.tsx';
import { whyNot } from '../containers/action-reasons.ts';
import { useIsConnected } from '../../host/connection.ts';
import type { TerminalStatus } from './terminal-session.ts';
import { closeTerminal, openTerminal, terminalsOf, useTerminals } from './terminals.ts';
import { TerminalView } from './terminal-view.tsx';

interface TerminalTabProps {
  readonly container: Container;
  readonly busy: string | undefined;
}

const dotClasses: Readonly<Partial<Record<TerminalStatus['status'], string>>> = { open: 'dot-good', failed: 'dot-bad' };

export function TerminalTab({ container, busy }: TerminalTabProps) {
  const { name } = container;
  const entries = terminalsOf(name)({ entries: useTerminals((state) => state.entries) });
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const isConnected = useIsConnected();
  const reason = whyNot('terminal', container, { isConnected, busy });
  const shown = entries.find((entry) => entry.id === chosen) ?? entries.at(-1);
  const hasHad = useRef(false);
  const isPossible = reason === undefined;

  useEffect(() => {
    // Coming to the tab is asking for a terminal, once: a person who closes the last one does not want another.
    if (hasHad.current || !isPossible) return;
    hasHad.current = true;
    if (terminalsOf(name)(useTerminals.getState()).length === 0) openTerminal(name);
  }, [isPossible, name]);

  function handleOpen(): void {
    setChosen(openTerminal(name));
  }

  return (
    <div className="panel terminal-panel">
      <div className="terminal-tabs">
        <div role="group" aria-label="Sessions">
          {entries.map((entry) => (
            <span
              key={entry.id}
              className={`session${entry === shown ? ' shown' : ''}`}
              style={{ borderTopColor: entry === shown ? hueColour(name) : 'transparent' }}
            >
              <button type="button" aria-current={entry === shown} onClick={() => setChosen(entry.id)}>
                <i className={`state-dot ${dotClasses[entry.status.status] ?? ''}`} aria-hidden="true" />
                {`Session ${entry.number}`}
                {entry.status.status === 'ended' && <span className="faint"> ended</span>}
              </button>
              <button
                type="button"
                aria-label={`Close session ${entry.number}`}
                onClick={() => closeTerminal(entry.id)}
              >
                <Close style={{ fontSize: 14 }} />
              </button>
            </span>
          ))}
        </div>
        <ActionButton label="New session" isCompact icon={<Add />} reason={reason} onAction={handleOpen} />
      </div>
      {shown === undefined ? (
        <Empty title={reason ?? 'No session is open'}>
          {reason === undefined ? 'Use the plus sign to open one, as root inside the container.' : undefined}
        </Empty>
      ) : (
        <TerminalView key={shown.id} entry={shown} canReopen={reason} onReopen={handleOpen} />
      )}
    </div>
  );
}
