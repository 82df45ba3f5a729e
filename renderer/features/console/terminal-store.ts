// SPDX-License-Identifier: Apache-2.0
/**
 * The terminals of the window. They live here, not in a page, so that a session goes on while one looks elsewhere. Where
 * they are shown, in tabs of a container or in the workspace, is kept by those.
 */

import { create } from 'zustand';
import { shownHostId } from '../../host/connection.ts';
import { onHostForgotten } from '../../host/host-stores.ts';
import { containerOn, onContainersChanged } from '../containers/container-on.ts';
import { type ConsoleChoice, hasNoContainer, type KeptSession } from './console-run.ts';
import type { TerminalEntry } from './terminal-entry.ts';
import { openTerminalSession } from './terminal-session.ts';
import { t } from '../../lib/language/t.ts';

interface TerminalsState {
  readonly entries: readonly TerminalEntry[];
}

export interface TerminalRequest {
  /** The host that is shown where none is named. */
  readonly hostId?: string | undefined;
  readonly container: string;
  readonly choice?: ConsoleChoice;
  readonly deniedBefore?: number;
  /** The next of its container when left out. */
  readonly number?: number;
  readonly title?: string | undefined;
  /** Continues this session. */
  readonly kept?: KeptSession | undefined;
  /** Its session has ended unseen: another begins when somebody asks for it. */
  readonly isGone?: boolean;
}

export const useTerminals = create<TerminalsState>(() => ({ entries: [] }));
onContainersChanged(reopenInRestarted);
onHostForgotten(closeTerminalsOf);

let nextId = 1;

/** The words of a session: a name that was given, else what it runs. */
export function titleOf({ title, choice, number }: Pick<TerminalEntry, 'title' | 'choice' | 'number'>): string {
  if (title !== undefined) return title;
  if (choice.isBoot === true) return t('Boot console');
  if (choice.command !== undefined) return choice.command[0] ?? '';
  return choice.user === undefined ? t('Session {number}', { number }) : `${choice.user} ${number}`;
}

/** Its session begins when it is first shown, or at once where one is continued. */
export function createTerminal(request: TerminalRequest): TerminalEntry {
  const { hostId = shownHostId(), container, choice = {}, deniedBefore = 0, title, kept, isGone = false } = request;
  const id = nextId++;
  const entry: TerminalEntry = {
    id,
    hostId,
    container,
    number: request.number ?? nextNumber(hostId, container),
    title,
    choice,
    status: { status: isGone ? 'gone' : 'opening' },
    kept,
    deniedBefore,
    startedAt: startOf({ hostId, container }),
    session: openTerminalSession({
      hostId,
      container,
      choice,
      session: kept,
      isGone,
      onStatus: (status) => change(id, { status }),
      onSession: (session) => change(id, { kept: session }),
    }),
  };
  useTerminals.setState(({ entries }) => ({ entries: [...entries, entry] }));
  return entry;
}

/** An empty name gives it its own again. */
export function renameTerminal(id: number, title: string): void {
  const name = title.trim().slice(0, maxTitle);
  change(id, { title: name === '' ? undefined : name });
}

export const maxTitle = 60;

export function reopenTerminal(id: number): void {
  const entry = useTerminals.getState().entries.find((one) => one.id === id);
  if (entry === undefined) return;
  change(id, { kept: undefined, startedAt: startOf(entry) });
  entry.session.reopen();
}

/** What a split of it is: another session of the same user in the same folder. */
export function choiceLike({ choice: { user, folder } }: TerminalEntry): ConsoleChoice {
  return { ...(user !== undefined && { user }), ...(folder !== undefined && { folder }) };
}

export function closeTerminal(id: number): void {
  const { entries } = useTerminals.getState();
  entries.find((entry) => entry.id === id)?.session.dispose();
  useTerminals.setState({ entries: entries.filter((entry) => entry.id !== id) });
}

/**
 * Says whether a session was ended with its container, and not by its own end: it then comes back with the container.
 */
export function comesBack({ status, choice }: Pick<TerminalEntry, 'status' | 'choice'>): boolean {
  if (choice.command !== undefined) return false;
  if (status.status === 'failed') return hasNoContainer(status.error);
  // It has no end of its own.
  if (choice.isBoot === true) return status.status === 'ended';
  return status.status === 'ended' && (status.exitCode === undefined || status.exitCode > 128);
}

/** Says whether there is no session any more. */
export function hasEnded({ status: { status } }: Pick<TerminalEntry, 'status'>): boolean {
  return status === 'ended' || status === 'failed' || status === 'gone';
}

function nextNumber(hostId: string | undefined, container: string): number {
  const numbers = useTerminals
    .getState()
    .entries.filter((entry) => entry.container === container && entry.hostId === hostId);
  return 1 + Math.max(0, ...numbers.map(({ number }) => number));
}

function startOf({ hostId, container }: Pick<TerminalEntry, 'hostId' | 'container'>): number | null {
  return containerOn(hostId, container)?.startedAt ?? null;
}

function reopenInRestarted(): void {
  for (const entry of useTerminals.getState().entries) {
    const container = containerOn(entry.hostId, entry.container);
    if (container?.state === 'running' && container.startedAt !== entry.startedAt && comesBack(entry))
      reopenTerminal(entry.id);
  }
}

/** Ends the sessions of a host that is no longer in the list. */
function closeTerminalsOf(hostId: string): void {
  for (const entry of useTerminals.getState().entries) if (entry.hostId === hostId) closeTerminal(entry.id);
}

function change(id: number, part: Partial<TerminalEntry>): void {
  const { entries } = useTerminals.getState();
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined || isSame(entry, part)) return;
  useTerminals.setState({ entries: entries.map((one) => (one === entry ? { ...entry, ...part } : one)) });
}

/** Output comes often: a status that stays as it is makes no new state. */
function isSame(entry: TerminalEntry, { status, ...rest }: Partial<TerminalEntry>): boolean {
  return Object.keys(rest).length === 0 && status?.status === entry.status.status && status.status === 'open';
}
