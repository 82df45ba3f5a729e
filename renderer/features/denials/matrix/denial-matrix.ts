// SPDX-License-Identifier: Apache-2.0
/**
 * Denials as a matrix: who (a row for each container and each domain of the host) against what (a column for each kind
 * of target). Every flow is in exactly one cell, so the cells sum up to the total. Rows with something unusual come
 * first.
 */

import type { DenialFlow } from '../model/denial-flows.ts';
import type { DenialTone } from '../model/denial-tone.ts';
import { type TargetKind, targetKindOf, targetKindOrder } from '../model/target-kind.ts';

/**
 * Names the container, the domain of the host or the program that was denied. A name of a program is text that a
 * container controls.
 */
export type Who =
  | { readonly kind: 'container'; readonly name: string }
  | { readonly kind: 'host'; readonly domain: string }
  | { readonly kind: 'program'; readonly program: string | undefined };

/** `mixed`: some were blocked, others only logged; `unknown`: the records do not say whether SELinux was enforcing. */
export type CellVerdict = 'blocked' | 'logged' | 'mixed' | 'unknown';

export interface MatrixCell {
  readonly column: TargetKind;
  readonly count: number;
  /** Groups of denials in it. */
  readonly causes: number;
  readonly verdict: CellVerdict;
  /** Gives the most urgent tone in the cell. */
  readonly tone: DenialTone;
  /** True when no other row has anything in this column. */
  readonly isOnly: boolean;
}

export interface MatrixRow {
  /** Unique among the rows, and the same as long as it is the same who. */
  readonly key: string;
  /** Undefined for the row that stands for all others. */
  readonly who: Who | undefined;
  /** The keys of all rows that it stands for. */
  readonly keys: ReadonlySet<string>;
  readonly count: number;
  /** Holds the cells by column; a column without a denial has none. */
  readonly cells: ReadonlyMap<TargetKind, MatrixCell>;
}

export interface DenialMatrix {
  readonly rows: readonly MatrixRow[];
  readonly total: number;
  /** Holds the sums by column. */
  readonly sums: ReadonlyMap<TargetKind, number>;
}

export interface MatrixOptions {
  /** Rows at most, the one for the rest included. */
  readonly maxRows: number;
  /** Rows are the programs of one container. */
  readonly isOneContainer: boolean;
}

interface CellDraft {
  count: number;
  readonly causes: Set<string>;
  readonly verdicts: Set<CellVerdict>;
  tone: DenialTone;
}

interface RowDraft {
  readonly key: string;
  readonly who: Who | undefined;
  readonly keys: Set<string>;
  count: number;
  readonly cells: Map<TargetKind, CellDraft>;
}

/** Among so few rows it is nothing special to be the only one in a column. */
const fewRows = 3;

/** The key of the row that a flow belongs to. */
export function rowKeyOf({ container, group }: DenialFlow, isOneContainer: boolean): string {
  if (isOneContainer) return group.comms.length === 1 ? ['program', group.comms[0]].join(' ') : 'programs';
  return (container === null ? ['host', group.sourceType] : ['container', container]).join(' ');
}

export function denialMatrix(flows: readonly DenialFlow[], { maxRows, isOneContainer }: MatrixOptions): DenialMatrix {
  const rows = new Map<string, RowDraft>();
  for (const flow of flows) {
    const key = rowKeyOf(flow, isOneContainer);
    let row = rows.get(key);
    if (row === undefined) {
      row = { key, who: whoOf(flow, isOneContainer), keys: new Set([key]), count: 0, cells: new Map() };
      rows.set(key, row);
    }
    addFlow(row, flow);
  }
  const rowsOf = new Map<TargetKind, number>();
  for (const { cells } of rows.values()) for (const column of cells.keys()) grow(rowsOf, column, 1);
  const ordered = [...rows.values()].sort(byUnusual(rowsOf));
  const shown = ordered.length <= maxRows ? ordered : withRest(ordered, maxRows);
  const sums = new Map<TargetKind, number>();
  let total = 0;
  for (const { count, cells } of ordered) {
    total += count;
    for (const [column, cell] of cells) grow(sums, column, cell.count);
  }
  const isOnlyIn = (column: TargetKind): boolean => rows.size > fewRows && rowsOf.get(column) === 1;
  return { rows: shown.map((row) => finishRow(row, isOnlyIn)), total, sums };
}

function whoOf({ container, group: { comms, sourceType } }: DenialFlow, isOneContainer: boolean): Who {
  if (isOneContainer) return { kind: 'program', program: comms.length === 1 ? comms[0] : undefined };
  return container === null ? { kind: 'host', domain: sourceType } : { kind: 'container', name: container };
}

function addFlow(row: RowDraft, flow: DenialFlow): void {
  const column = targetKindOf(flow.group);
  let cell = row.cells.get(column);
  if (cell === undefined) {
    cell = { count: 0, causes: new Set(), verdicts: new Set(), tone: flow.tone };
    row.cells.set(column, cell);
  }
  row.count += flow.count;
  cell.count += flow.count;
  cell.causes.add(flow.group.id);
  cell.verdicts.add(verdictOf(flow));
  if (urgency[flow.tone] > urgency[cell.tone]) cell.tone = flow.tone;
}

function verdictOf({ outcome, group }: DenialFlow): CellVerdict {
  return outcome === 'blocked' && group.sample.permissive === null ? 'unknown' : outcome;
}

const urgency: Readonly<Record<DenialTone, number>> = { isolation: 0, unknown: 1, policy: 2, crossed: 3 };

/**
 * What went through between containers first, then what went through otherwise, then what is denied to few others, then
 * what happened most.
 */
function byUnusual(rowsOf: ReadonlyMap<TargetKind, number>): (left: RowDraft, right: RowDraft) => number {
  const rank = ({ cells }: RowDraft): number =>
    Math.max(...[...cells.values()].map(({ tone, verdicts }) => attentionOf(tone, verdicts)));
  const rarity = ({ cells }: RowDraft): number =>
    Math.min(...[...cells.keys()].map((column) => rowsOf.get(column) ?? 0));
  return (left, right) =>
    rank(right) - rank(left) ||
    rarity(left) - rarity(right) ||
    right.count - left.count ||
    left.key.localeCompare(right.key);
}

function attentionOf(tone: DenialTone, verdicts: ReadonlySet<CellVerdict>): number {
  if (tone === 'crossed') return 2;
  return verdicts.has('logged') ? 1 : 0;
}

function withRest(ordered: readonly RowDraft[], maxRows: number): readonly RowDraft[] {
  const rest: RowDraft = { key: 'rest', who: undefined, keys: new Set(), count: 0, cells: new Map() };
  for (const row of ordered.slice(maxRows - 1)) {
    rest.keys.add(row.key);
    rest.count += row.count;
    for (const [column, cell] of row.cells) joinCell(rest.cells, column, cell);
  }
  return [...ordered.slice(0, maxRows - 1), rest];
}

function joinCell(cells: Map<TargetKind, CellDraft>, column: TargetKind, added: CellDraft): void {
  const cell = cells.get(column) ?? { count: 0, causes: new Set<string>(), verdicts: new Set(), tone: added.tone };
  cells.set(column, cell);
  cell.count += added.count;
  for (const cause of added.causes) cell.causes.add(cause);
  for (const verdict of added.verdicts) cell.verdicts.add(verdict);
  if (urgency[added.tone] > urgency[cell.tone]) cell.tone = added.tone;
}

function finishRow({ cells, ...row }: RowDraft, isOnlyIn: (column: TargetKind) => boolean): MatrixRow {
  const finished = targetKindOrder.flatMap((column): readonly (readonly [TargetKind, MatrixCell])[] => {
    const cell = cells.get(column);
    if (cell === undefined) return [];
    const { count, causes, verdicts, tone } = cell;
    const isOnly = row.who !== undefined && isOnlyIn(column);
    return [[column, { column, count, causes: causes.size, verdict: sumUp(verdicts), tone, isOnly }]];
  });
  return { ...row, cells: new Map(finished) };
}

function sumUp(verdicts: ReadonlySet<CellVerdict>): CellVerdict {
  const [first = 'unknown'] = verdicts;
  return verdicts.size === 1 ? first : 'mixed';
}

function grow(sums: Map<TargetKind, number>, column: TargetKind, by: number): void {
  sums.set(column, (sums.get(column) ?? 0) + by);
}
