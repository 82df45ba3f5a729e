// SPDX-License-Identifier: Apache-2.0
/** The terminals of the window: they live here, not in a page, so that a session goes on while one looks elsewhere. */

import { create } from 'zustand';
import { onHostLeft } from '../../host/host-stores.ts';
import { openTerminalSession, type TerminalSession, type TerminalStatus } from './terminal-session.ts';

export interface TerminalEntry {
  readonly id: number;
  readonly container: string;
  /** Counts up within its container. */
  readonly number: number;
  readonly status: TerminalStatus;
  readonly session: TerminalSession;
}

interface TerminalsState {
  readonly entries: readonly TerminalEntry[];
}

export const useTerminals = create<TerminalsState>(() => ({ entries: [] }));
onHostLeft(closeAllTerminals);

let nextId = 1;

export function openTerminal(container: string): number {
  const id = nextId++;
  const number =
    1 +
    Math.max(
      0,
      ...useTerminals
        .getState()
        .entries.filter((entry) => entry.container === container)
        .map((entry) => entry.number),
    );
  const session = openTerminalSession(container, (status) => setStatus(id, status));
  useTerminals.setState(({ entries }) => ({
    entries: [...entries, { id, container, number, status: { status: 'opening' }, session }],
  }));
  return id;
}

export function closeTerminal(id: number): void {
  useTerminals
    .getState()
    .entries.find((entry) => entry.id === id)
    ?.session.dispose();
  useTerminals.setState(({ entries }) => ({ entries: entries.filter((entry) => entry.id !== id) }));
}

/** Ends all sessions: they belong to the connection of one host. */
function closeAllTerminals(): void {
  for (const entry of useTerminals.getState().entries) entry.session.dispose();
  useTerminals.setState({ entries: [] });
}

function setStatus(id: number, status: TerminalStatus): void {
  useTerminals.setState(({ entries }) => ({
    entries: entries.map((entry) => (entry.id === id ? { ...entry, status } : entry)),
  }));
}
