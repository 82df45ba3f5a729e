// SPDX-License-Identifier: Apache-2.0
/** The terminals of the window: they live here, not in a page, so that a session goes on while one looks elsewhere. */

import { create } from 'zustand';
import { shownHostId } from '../../host/connection.ts';
import { onHostForgotten } from '../../host/host-stores.ts';
import { openTerminalSession, type TerminalSession, type TerminalStatus } from './terminal-session.ts';

export interface TerminalEntry {
  readonly id: number;
  /** The host of the container: the session goes on while the window shows another. */
  readonly hostId: string | undefined;
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
onHostForgotten(closeTerminalsOf);

let nextId = 1;

/** The terminals of a container of the shown host. */
export function terminalsOf(container: string): (state: TerminalsState) => readonly TerminalEntry[] {
  return ({ entries }) => entries.filter((entry) => entry.container === container && entry.hostId === shownHostId());
}

export function openTerminal(container: string): number {
  const id = nextId++;
  const hostId = shownHostId();
  const number = 1 + Math.max(0, ...terminalsOf(container)(useTerminals.getState()).map((entry) => entry.number));
  const session = openTerminalSession(container, (status) => setStatus(id, status));
  useTerminals.setState(({ entries }) => ({
    entries: [...entries, { id, hostId, container, number, status: { status: 'opening' }, session }],
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

/** Ends the sessions of a host that is no longer in the list. */
function closeTerminalsOf(hostId: string): void {
  for (const entry of useTerminals.getState().entries) if (entry.hostId === hostId) closeTerminal(entry.id);
}

function setStatus(id: number, status: TerminalStatus): void {
  useTerminals.setState(({ entries }) => ({
    entries: entries.map((entry) => (entry.id === id ? { ...entry, status } : entry)),
  }));
}
