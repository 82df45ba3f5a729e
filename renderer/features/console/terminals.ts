// SPDX-License-Identifier: Apache-2.0
/**
 * The terminals of the window, in tabs. They live here, not in a page, so that a session goes on while one looks
 * elsewhere; what continues them is kept in `kept-terminals.ts` for when the page is loaded again.
 */

import { create } from 'zustand';
import { shownHostId } from '../../host/connection.ts';
import { onConnected, onHostForgotten } from '../../host/host-stores.ts';
import { useContainers } from '../containers/containers.ts';
import { type ConsoleChoice, hasNoContainer, type KeptSession } from './console-run.ts';
import { type KeptTab, keepTerminals, takeKeptTerminals } from './kept-terminals.ts';
import { type PaneLayout, panesOf, removePane, type SplitDirection, splitPane } from './pane-layout.ts';
import type { TerminalEntry, TerminalTab } from './terminal-entry.ts';
import { openTerminalSession } from './terminal-session.ts';
import { t } from '../../lib/language/t.ts';

interface TerminalsState {
  readonly entries: readonly TerminalEntry[];
  readonly tabs: readonly TerminalTab[];
}

export interface NewTerminal {
  readonly container: string;
  readonly choice?: ConsoleChoice;
  readonly deniedBefore?: number;
}

export const useTerminals = create<TerminalsState>(() => ({ entries: [], tabs: [] }));
useTerminals.subscribe(({ tabs, entries }) => keepTerminals(tabs, entries));
useContainers.subscribe(reopenInRestarted);
onHostForgotten(closeTerminalsOf);

let nextId = 1;
let isRestored = false;
// Runs at once where the page has come to its terminals later than to its host: after all that it uses.
onConnected(restoreOnce);

/** The words of a session: a name that was given, else what it runs. */
export function titleOf({ title, choice, number }: Pick<TerminalEntry, 'title' | 'choice' | 'number'>): string {
  if (title !== undefined) return title;
  if (choice.isBoot === true) return t('Boot console');
  if (choice.command !== undefined) return choice.command[0] ?? '';
  return choice.user === undefined ? t('Session {number}', { number }) : `${choice.user} ${number}`;
}

/** The tabs of a container of the shown host. */
export function tabsOf(container: string): (state: Pick<TerminalsState, 'tabs'>) => readonly TerminalTab[] {
  return ({ tabs }) => tabs.filter((tab) => tab.container === container && tab.hostId === shownHostId());
}

/** Opens a tab; gives its id. */
export function openTerminal(request: NewTerminal): number {
  const entry = createEntry(request);
  const tab: TerminalTab = {
    id: nextId++,
    hostId: entry.hostId,
    container: entry.container,
    layout: { kind: 'pane', id: entry.id },
    active: entry.id,
  };
  useTerminals.setState(({ entries, tabs }) => ({ entries: [...entries, entry], tabs: [...tabs, tab] }));
  return tab.id;
}

/** Shows the boot console that the window has of this container, again where it has ended, or opens it; gives its tab. */
export function openBootConsole({ container, deniedBefore = 0 }: NewTerminal): number {
  const { entries } = useTerminals.getState();
  const own = tabsOf(container)(useTerminals.getState());
  const isBoot = (id: number): boolean => entries.some((entry) => entry.id === id && entry.choice.isBoot === true);
  const tab = own.find(({ layout }) => panesOf(layout).some(isBoot));
  const id = tab === undefined ? undefined : panesOf(tab.layout).find(isBoot);
  if (tab === undefined || id === undefined) return openTerminal({ container, deniedBefore, choice: { isBoot: true } });
  activateTerminal(id);
  if (hasEnded(entries.find((entry) => entry.id === id))) reopenTerminal(id);
  return tab.id;
}

function hasEnded(entry: TerminalEntry | undefined): boolean {
  return entry?.status.status === 'ended' || entry?.status.status === 'failed';
}

/** Opens a terminal like the active one beside or below it. */
export function splitTerminal(tabId: number, direction: SplitDirection, deniedBefore: number): void {
  const { tabs, entries } = useTerminals.getState();
  const tab = tabs.find(({ id }) => id === tabId);
  const split = entries.find(({ id }) => id === tab?.active);
  if (tab === undefined || split === undefined) return;
  const { user, folder } = split.choice;
  const choice = { ...(user !== undefined && { user }), ...(folder !== undefined && { folder }) };
  const entry = createEntry({ container: tab.container, choice, deniedBefore });
  useTerminals.setState({
    entries: [...entries, entry],
    tabs: tabs.map((one) =>
      one === tab ? { ...tab, layout: splitPane(tab.layout, split.id, direction, entry.id), active: entry.id } : one,
    ),
  });
}

export function activateTerminal(id: number): void {
  const { tabs } = useTerminals.getState();
  const tab = tabs.find(({ layout }) => panesOf(layout).includes(id));
  if (tab === undefined || tab.active === id) return;
  useTerminals.setState({ tabs: tabs.map((one) => (one === tab ? { ...tab, active: id } : one)) });
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
  change(id, { kept: undefined, startedAt: startOf(entry.container) });
  entry.session.reopen();
}

export function closeTerminal(id: number): void {
  const { entries, tabs } = useTerminals.getState();
  entries.find((entry) => entry.id === id)?.session.dispose();
  useTerminals.setState({
    entries: entries.filter((entry) => entry.id !== id),
    tabs: tabs.flatMap((tab) => {
      const layout = removePane(tab.layout, id);
      if (layout === undefined) return [];
      return [{ ...tab, layout, active: tab.active === id ? (panesOf(layout)[0] ?? 0) : tab.active }];
    }),
  });
}

export function closeTab(tabId: number): void {
  const tab = useTerminals.getState().tabs.find(({ id }) => id === tabId);
  for (const id of tab === undefined ? [] : panesOf(tab.layout)) closeTerminal(id);
}

/** Continues what the window had before it was loaded again. */
function restoreOnce(): void {
  if (isRestored) return;
  isRestored = true;
  const restored = takeKeptTerminals().map(restoreTab);
  if (restored.length === 0) return;
  useTerminals.setState(({ entries, tabs }) => ({
    entries: [...entries, ...restored.flatMap((one) => one.entries)],
    tabs: [...tabs, ...restored.map((one) => one.tab)],
  }));
}

function restoreTab({ hostId, container, layout, active, panes }: KeptTab): {
  readonly tab: TerminalTab;
  readonly entries: readonly TerminalEntry[];
} {
  const ids = new Map<number, number>();
  const entries = panes.map(({ id, ...pane }) => {
    const entry = createEntry({ hostId, container, ...pane });
    ids.set(id, entry.id);
    return entry;
  });
  const idOf = (id: number): number => ids.get(id) ?? 0;
  return { tab: { id: nextId++, hostId, container, layout: renumber(layout, idOf), active: idOf(active) }, entries };
}

function renumber(layout: PaneLayout, idOf: (id: number) => number): PaneLayout {
  if (layout.kind === 'pane') return { kind: 'pane', id: idOf(layout.id) };
  return { ...layout, first: renumber(layout.first, idOf), second: renumber(layout.second, idOf) };
}

interface EntryRequest extends NewTerminal {
  readonly hostId?: string;
  readonly number?: number;
  readonly title?: string | undefined;
  readonly kept?: KeptSession | undefined;
}

function createEntry({
  hostId = shownHostId(),
  container,
  choice = {},
  deniedBefore = 0,
  title,
  kept,
  ...request
}: EntryRequest): TerminalEntry {
  const id = nextId++;
  return {
    id,
    hostId,
    container,
    number: request.number ?? nextNumber(hostId, container),
    title,
    choice,
    status: { status: 'opening' },
    kept,
    deniedBefore,
    startedAt: startOf(container),
    session: openTerminalSession({
      hostId,
      container,
      choice,
      session: kept,
      onStatus: (status) => change(id, { status }),
      onSession: (kept) => change(id, { kept }),
    }),
  };
}

function nextNumber(hostId: string | undefined, container: string): number {
  const numbers = useTerminals
    .getState()
    .entries.filter((entry) => entry.container === container && entry.hostId === hostId);
  return 1 + Math.max(0, ...numbers.map(({ number }) => number));
}

function startOf(container: string): number | null {
  return useContainers.getState().byName.get(container)?.startedAt ?? null;
}

/**
 * Says whether a session was ended with its container, and not by its own end: it then comes back with the container.
 */
export function comesBack({ status, choice }: Pick<TerminalEntry, 'status' | 'choice'>): boolean {
  if (choice.command !== undefined) return false;
  if (status.status === 'failed') return hasNoContainer(status.error);
  // It has no end of its own.
  if (choice.isBoot === true) return status.status === 'ended';
  return status.status === 'ended' && status.exitCode > 128;
}

function reopenInRestarted(): void {
  const { byName } = useContainers.getState();
  for (const entry of useTerminals.getState().entries) {
    if (entry.hostId !== shownHostId()) continue;
    const container = byName.get(entry.container);
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
