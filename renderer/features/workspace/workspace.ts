// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the workspace: terminals and logs of several containers and hosts in panes. It is kept from one start of the
 * window to the next; sessions that still wait on their hosts are continued at once, whether or not its page is shown.
 */

import { create } from 'zustand';
import type { LogSource } from '../../../contract/model/logs/log-line.ts';
import { onHostForgotten } from '../../host/host-stores.ts';
import {
  addPane,
  type Arrow,
  gridOf,
  keepPanes,
  type PaneLayout,
  panesOf,
  paneTowards,
  renumberPanes,
  type SplitDirection,
  splitPane,
} from '../../lib/pane-layout.ts';
import { choiceLike, closeTerminal, createTerminal, useTerminals } from '../console/terminal-store.ts';
import { keepWorkspace, keptPane, takeKeptWorkspace } from './kept-workspace.ts';
import type { PaneKind, WantedPane } from './wanted-panes.ts';
import type { PaneContent, WorkspacePane } from './workspace-pane.ts';
import type { KeptPane, KeptWorkspace } from './workspace-schema.ts';

interface WorkspaceState {
  readonly panes: readonly WorkspacePane[];
  /** Undefined without panes. */
  readonly layout: PaneLayout | undefined;
  /** The pane that has the keyboard, or had it last. */
  readonly active: number | undefined;
  /** The pane that has the whole place for now. */
  readonly maximised: number | undefined;
}

/** Writing what is kept takes a quarter of a frame: not at each step of a separator. */
const keepAfterMs = 500;
let nextPane = 1;
let keeping: ReturnType<typeof setTimeout> | undefined;

export const useWorkspace = create<WorkspaceState>(restore);
useWorkspace.subscribe(keepSoon);
useTerminals.subscribe(dropClosed);
useTerminals.subscribe(keepSoon);
onHostForgotten((hostId) => dropPanes((pane) => pane.hostId !== hostId));
window.addEventListener('pagehide', keepNow);

/** Opens panes: in a grid where there was none, else where there is most room. The first of them gets the keyboard. */
export function addPanes(wanted: readonly WantedPane[]): void {
  const added = wanted.map(({ hostId, container, kind }) => createPane({ hostId, container }, newContent(kind)));
  const ids = added.map(({ id }) => id);
  const [first] = ids;
  if (first === undefined) return;
  useWorkspace.setState(({ panes, layout }) => ({
    panes: [...panes, ...added],
    layout: layout === undefined ? gridOf(ids) : ids.reduce(addPane, layout),
    active: first,
    maximised: undefined,
  }));
}

/** Shows another pane of the same container beside or below a pane: of the same kind where none is named. */
export function splitWorkspacePane(id: number, direction: SplitDirection, kind?: PaneKind): void {
  const { panes, layout } = useWorkspace.getState();
  const pane = panes.find((one) => one.id === id);
  if (pane === undefined || layout === undefined) return;
  const isSame = kind === undefined || kind === pane.content.kind;
  const added = createPane(pane, isSame ? contentLike(pane.content) : newContent(kind));
  useWorkspace.setState({
    panes: [...panes, added],
    layout: splitPane(layout, id, { direction, added: added.id }),
    active: added.id,
    maximised: undefined,
  });
}

/** Ends the session of a terminal. */
export function closePane(id: number): void {
  const pane = useWorkspace.getState().panes.find((one) => one.id === id);
  if (pane?.content.kind === 'terminal') closeTerminal(pane.content.terminal);
  dropPanes((one) => one.id !== id);
}

export function closeAllPanes(): void {
  for (const { id } of useWorkspace.getState().panes) closePane(id);
}

/** What is shown as it is written down; undefined without panes. */
export function presentWorkspace(): KeptWorkspace | undefined {
  const { panes, layout, active } = useWorkspace.getState();
  if (layout === undefined) return undefined;
  const { entries } = useTerminals.getState();
  return {
    layout,
    active: active ?? panesOf(layout)[0] ?? 0,
    panes: panes.flatMap((pane) => keptPane(pane, entries) ?? []),
  };
}

/** Replaces what is shown: the sessions of its terminals end, and others begin. */
export function openWorkspace(kept: KeptWorkspace): void {
  closeAllPanes();
  useWorkspace.setState(stateOf(kept, beginPane));
}

export function activatePane(id: number): void {
  if (useWorkspace.getState().active !== id) useWorkspace.setState({ active: id });
}

/** Goes from a pane to the one in this direction, or to the next or previous one; one that is maximised gives way. */
export function leavePane(id: number, towards: Arrow | 1 | -1): void {
  const { layout, maximised } = useWorkspace.getState();
  if (layout === undefined) return;
  const next = typeof towards === 'number' ? paneAfter(layout, id, towards) : paneTowards(layout, id, towards);
  if (next !== undefined) useWorkspace.setState({ active: next, ...(maximised !== undefined && { maximised: next }) });
}

export function toggleMaximised(id: number): void {
  const { maximised } = useWorkspace.getState();
  useWorkspace.setState({ active: id, maximised: maximised === id ? undefined : id });
}

export function changeLayout(change: (layout: PaneLayout) => PaneLayout): void {
  const { layout } = useWorkspace.getState();
  if (layout !== undefined) useWorkspace.setState({ layout: change(layout) });
}

export function showLog(id: number, source: LogSource): void {
  useWorkspace.setState(({ panes }) => ({
    panes: panes.map((pane) => (pane.id === id ? { ...pane, content: { kind: 'log', source } } : pane)),
  }));
}

type PaneSubject = Pick<WorkspacePane, 'hostId' | 'container'>;
type MakeContent = (subject: PaneSubject) => PaneContent;

function createPane({ hostId, container }: PaneSubject, content: MakeContent): WorkspacePane {
  return { id: nextPane++, hostId, container, content: content({ hostId, container }) };
}

function newContent(kind: PaneKind): MakeContent {
  return (subject) => (kind === 'log' ? { kind, source: 'journal' } : { kind, terminal: createTerminal(subject).id });
}

function contentLike(content: PaneContent): MakeContent {
  if (content.kind === 'log') return () => content;
  const entry = useTerminals.getState().entries.find(({ id }) => id === content.terminal);
  return (subject) => ({
    kind: 'terminal',
    terminal: createTerminal({ ...subject, choice: entry === undefined ? {} : choiceLike(entry) }).id,
  });
}

function paneAfter(layout: PaneLayout, id: number, step: 1 | -1): number | undefined {
  const ids = panesOf(layout);
  return ids[(ids.indexOf(id) + step + ids.length) % ids.length];
}

/** Gives the place of those that are not kept to the others. */
function dropPanes(isKept: (pane: WorkspacePane) => boolean): void {
  const { panes, layout, active, maximised } = useWorkspace.getState();
  const left = panes.filter(isKept);
  if (left.length === panes.length || layout === undefined) return;
  const known = new Set(left.map(({ id }) => id));
  const next = keepPanes(layout, (id) => known.has(id));
  useWorkspace.setState({
    panes: left,
    layout: next,
    active: active !== undefined && known.has(active) ? active : neighbourOf(layout, active, known),
    maximised: maximised !== undefined && known.has(maximised) ? maximised : undefined,
  });
}

/** Finds the pane after the one that was closed among those that are left, or else the last. */
function neighbourOf(layout: PaneLayout, closed: number | undefined, known: ReadonlySet<number>): number | undefined {
  const ids = panesOf(layout);
  const after = ids.slice(closed === undefined ? 0 : ids.indexOf(closed)).find((id) => known.has(id));
  return after ?? ids.findLast((id) => known.has(id));
}

/** A terminal may be closed with its host. */
function dropClosed(): void {
  const open = new Set(useTerminals.getState().entries.map(({ id }) => id));
  dropPanes(({ content }) => content.kind === 'log' || open.has(content.terminal));
}

function keepSoon(): void {
  keeping ??= setTimeout(keepNow, keepAfterMs);
}

function keepNow(): void {
  clearTimeout(keeping);
  keeping = undefined;
  keepWorkspace(presentWorkspace());
}

function restore(): WorkspaceState {
  const kept = takeKeptWorkspace();
  if (kept === undefined) return { panes: [], layout: undefined, active: undefined, maximised: undefined };
  return stateOf(kept, restorePane);
}

function stateOf(kept: KeptWorkspace, makePane: (pane: KeptPane) => WorkspacePane): WorkspaceState {
  const restored = kept.panes.map((pane) => ({ before: pane.id, pane: makePane(pane) }));
  const ids = new Map(restored.map(({ before, pane }) => [before, pane.id]));
  const idOf = (id: number): number => ids.get(id) ?? 0;
  return {
    panes: restored.map(({ pane }) => pane),
    layout: renumberPanes(kept.layout, idOf),
    active: idOf(kept.active),
    maximised: undefined,
  };
}

function beginPane({ content, ...subject }: KeptPane): WorkspacePane {
  if (content.kind === 'log') return createPane(subject, () => content);
  const { title, choice } = content;
  return createPane(subject, (of) => ({
    kind: 'terminal',
    terminal: createTerminal({ hostId: of.hostId, container: of.container, choice, title }).id,
  }));
}

function restorePane({ content, ...subject }: KeptPane): WorkspacePane {
  if (content.kind === 'log') return createPane(subject, () => content);
  const { number, title, choice, session } = content;
  return createPane(subject, ({ hostId, container }) => ({
    kind: 'terminal',
    terminal: createTerminal({ hostId, container, choice, number, title, kept: session, isGone: session === undefined })
      .id,
  }));
}
