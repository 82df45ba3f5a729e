// SPDX-License-Identifier: Apache-2.0
/**
 * The tabs of terminals on the pages of containers; what continues them is kept in `kept-terminals.ts` for when the page
 * is loaded again.
 */

import { create } from 'zustand';
import { shownHostId } from '../../host/connection.ts';
import { onConnected } from '../../host/host-stores.ts';
import {
  keepPanes,
  panesOf,
  paneTowards,
  renumberPanes,
  resizeSplit,
  type SplitDirection,
  splitPane,
} from '../../lib/pane-layout.ts';
import { type KeptTab, keepTerminals, takeKeptTerminals } from './kept-terminals.ts';
import type { TerminalTab } from './terminal-entry.ts';
import {
  choiceLike,
  closeTerminal,
  createTerminal,
  hasEnded,
  reopenTerminal,
  type TerminalRequest,
  useTerminals,
} from './terminal-store.ts';

interface TabsState {
  readonly tabs: readonly TerminalTab[];
}

export type NewTerminal = Pick<TerminalRequest, 'container' | 'choice' | 'deniedBefore'>;

export const useTerminalTabs = create<TabsState>(() => ({ tabs: [] }));
useTerminals.subscribe(dropClosed);
useTerminals.subscribe(keep);
useTerminalTabs.subscribe(keep);

let nextTab = 1;
let isRestored = false;
// Runs at once where the page has come to its terminals later than to its host: after all that it uses.
onConnected(restoreOnce);

/** The tabs of a container of the shown host. */
export function tabsOf(container: string): (state: TabsState) => readonly TerminalTab[] {
  return ({ tabs }) => tabs.filter((tab) => tab.container === container && tab.hostId === shownHostId());
}

/** Opens a tab; gives its id. */
export function openTerminal(request: NewTerminal): number {
  const { id, hostId, container } = createTerminal(request);
  const tab: TerminalTab = { id: nextTab++, hostId, container, layout: { kind: 'pane', id }, active: id };
  useTerminalTabs.setState(({ tabs }) => ({ tabs: [...tabs, tab] }));
  return tab.id;
}

/** Shows the boot console that the window has of this container, again where it has ended, or opens it; gives its tab. */
export function openBootConsole({ container, deniedBefore = 0 }: NewTerminal): number {
  const { entries } = useTerminals.getState();
  const own = tabsOf(container)(useTerminalTabs.getState());
  const isBoot = (id: number): boolean => entries.some((entry) => entry.id === id && entry.choice.isBoot === true);
  const tab = own.find(({ layout }) => panesOf(layout).some(isBoot));
  const boot = entries.find(({ id }) => tab !== undefined && panesOf(tab.layout).includes(id) && isBoot(id));
  if (tab === undefined || boot === undefined)
    return openTerminal({ container, deniedBefore, choice: { isBoot: true } });
  activateTerminal(boot.id);
  if (hasEnded(boot)) reopenTerminal(boot.id);
  return tab.id;
}

/** Opens a terminal like the active one beside or below it. */
export function splitTerminal(tabId: number, direction: SplitDirection, deniedBefore: number): void {
  const tab = useTerminalTabs.getState().tabs.find(({ id }) => id === tabId);
  const split = useTerminals.getState().entries.find(({ id }) => id === tab?.active);
  if (tab === undefined || split === undefined) return;
  const { id } = createTerminal({ container: tab.container, choice: choiceLike(split), deniedBefore });
  changeTab(tab, { layout: splitPane(tab.layout, split.id, { direction, added: id }), active: id });
}

export function activateTerminal(id: number): void {
  const tab = useTerminalTabs.getState().tabs.find(({ layout }) => panesOf(layout).includes(id));
  if (tab !== undefined && tab.active !== id) changeTab(tab, { active: id });
}

/** Gives the keyboard to the terminal beside this one, if there is one in that direction. */
export function activateTowards(tab: TerminalTab, id: number, arrow: Parameters<typeof paneTowards>[2]): void {
  const next = paneTowards(tab.layout, id, arrow);
  if (next !== undefined) activateTerminal(next);
}

/** Moves the separator of a split of a tab. */
export function resizeTab(tab: TerminalTab, path: string, share: number): void {
  changeTab(tab, { layout: resizeSplit(tab.layout, path, share) });
}

export function closeTab(tabId: number): void {
  const tab = useTerminalTabs.getState().tabs.find(({ id }) => id === tabId);
  for (const id of tab === undefined ? [] : panesOf(tab.layout)) closeTerminal(id);
}

function changeTab(tab: TerminalTab, part: Partial<TerminalTab>): void {
  useTerminalTabs.setState(({ tabs }) => ({ tabs: tabs.map((one) => (one === tab ? { ...tab, ...part } : one)) }));
}

function keep(): void {
  const { tabs } = useTerminalTabs.getState();
  // Terminals that are shown elsewhere may come before what was kept is read.
  if (tabs.length > 0 || isRestored) keepTerminals(tabs, useTerminals.getState().entries);
}

/** Gives the place of terminals that were closed to those that are left. */
function dropClosed(): void {
  const known = new Set(useTerminals.getState().entries.map(({ id }) => id));
  const { tabs } = useTerminalTabs.getState();
  if (tabs.every(({ layout }) => panesOf(layout).every((id) => known.has(id)))) return;
  useTerminalTabs.setState({
    tabs: tabs.flatMap((tab) => {
      const layout = keepPanes(tab.layout, (id) => known.has(id));
      if (layout === undefined) return [];
      return [{ ...tab, layout, active: known.has(tab.active) ? tab.active : (panesOf(layout)[0] ?? 0) }];
    }),
  });
}

/** Continues what the window had before it was loaded again. */
function restoreOnce(): void {
  if (isRestored) return;
  isRestored = true;
  const restored = takeKeptTerminals().map(restoreTab);
  if (restored.length > 0) useTerminalTabs.setState(({ tabs }) => ({ tabs: [...tabs, ...restored] }));
}

function restoreTab({ hostId, container, layout, active, panes }: KeptTab): TerminalTab {
  const ids = new Map(panes.map(({ id, ...pane }) => [id, createTerminal({ hostId, container, ...pane }).id]));
  const idOf = (id: number): number => ids.get(id) ?? 0;
  return { id: nextTab++, hostId, container, layout: renumberPanes(layout, idOf), active: idOf(active) };
}
