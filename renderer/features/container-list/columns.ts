// SPDX-License-Identifier: Apache-2.0
/**
 * The columns of the list beside the name, which always stands first. Declared once: heading, width, order for sorting,
 * and the choice of columns derive from here.
 */

import type { SortKey } from '../containers/container-order.ts';
import { byLanguage, t } from '../../lib/language/t.ts';

export interface Column {
  readonly id: string;
  readonly label: string;
  /** The least width in pixels at which nothing of it is cut. */
  readonly width: number;
  readonly sortKey: SortKey;
  /** Stands at the right edge of its column, as do numbers that are compared. */
  readonly isNumber: boolean;
  readonly hint?: string;
}

/** Lists the columns in the order of a window that nobody has changed: the first are the last to give way. */
export const columns = [
  { id: 'state', label: t('State'), width: byLanguage({ en: 94, de: 106 }), sortKey: 'state', isNumber: false },
  {
    id: 'confinement',
    label: t('Isolation'),
    width: byLanguage({ en: 112, de: 122 }),
    sortKey: 'confinement',
    isNumber: false,
  },
  {
    id: 'cpu',
    label: 'CPU',
    width: 126,
    sortKey: 'cpu',
    isNumber: false,
    hint: t('Percent of one core'),
  },
  { id: 'memory', label: t('Memory'), width: byLanguage({ en: 118, de: 112 }), sortKey: 'memory', isNumber: false },
  {
    id: 'denials',
    label: t('{column, select, other {Denials}}', { column: 'denials' }),
    width: byLanguage({ en: 70, de: 84 }),
    sortKey: 'denials',
    isNumber: true,
    hint: t('Causes of denials that need action, in the range of the page Denials'),
  },
  { id: 'context', label: t('Context'), width: byLanguage({ en: 186, de: 166 }), sortKey: 'domain', isNumber: false },
  {
    id: 'member',
    label: t('Member'),
    width: 96,
    sortKey: 'member',
    isNumber: false,
    hint: t('Member of the cluster that it is on'),
  },
  {
    id: 'engine',
    label: t('Engine'),
    width: 76,
    sortKey: 'engine',
    isNumber: false,
    hint: t('What starts and stops it'),
  },
  {
    id: 'health',
    label: t('Health'),
    width: 92,
    sortKey: 'health',
    isNumber: false,
    hint: t('Of what runs in it'),
  },
  { id: 'uptime', label: t('Uptime'), width: 86, sortKey: 'uptime', isNumber: true },
  { id: 'address', label: t('Address'), width: 112, sortKey: 'address', isNumber: false },
  { id: 'pids', label: t('Processes'), width: 84, sortKey: 'pids', isNumber: true },
  {
    id: 'pressure',
    label: t('Memory pressure'),
    width: byLanguage({ en: 126, de: 110 }),
    sortKey: 'pressure',
    isNumber: true,
    hint: t('Percent of the last 10 seconds in which it waited for memory'),
  },
  { id: 'disk', label: t('Disk'), width: 118, sortKey: 'disk', isNumber: false, hint: t('Of its own layer of files') },
  { id: 'image', label: t('Image'), width: 120, sortKey: 'image', isNumber: false },
  { id: 'network', label: t('Network'), width: 96, sortKey: 'network', isNumber: false },
  {
    id: 'published',
    label: t('Published'),
    width: 130,
    sortKey: 'published',
    isNumber: false,
    hint: t('Ports of the host'),
  },
  { id: 'tags', label: t('Tags'), width: 130, sortKey: 'tags', isNumber: false },
  { id: 'created', label: t('Created'), width: 92, sortKey: 'created', isNumber: true },
] as const satisfies readonly Column[];

export type ColumnId = (typeof columns)[number]['id'];

/**
 * Lists the columns of a window in which nobody has chosen. There is one list for hosts on which no container is on a
 * member of a cluster, and one for the others.
 */
export const usualColumns: readonly ColumnId[] = [
  ...['state', 'confinement', 'cpu', 'memory', 'denials'],
  ...['context', 'health', 'uptime', 'address', 'pids'],
] as readonly ColumnId[];
export const usualColumnsOfCluster: readonly ColumnId[] = usualColumns.flatMap((id) =>
  id === 'health' ? ['member', 'engine', id] : [id],
);

const byId = new Map<ColumnId, Column>(columns.map((column) => [column.id, column]));

/** Finds the column with this id. */
export function columnOf(id: ColumnId): Column {
  const column = byId.get(id);
  if (column === undefined) throw new Error(`there is no column ${id}`);
  return column;
}

/** Widths in pixels of what is always there. The name's is its least; it grows with the window. */
export const fixedWidths = { check: 36, name: 160, actions: 104 } as const;

/**
 * The columns that a list of this width in pixels has room for: the name keeps its own, and columns go from the right.
 * All of them while the width is not known, which is 0.
 */
export function fitColumns(chosen: readonly ColumnId[], width: number): readonly ColumnId[] {
  if (width === 0) return chosen;
  let room = width - fixedWidths.check - fixedWidths.name - fixedWidths.actions;
  const end = chosen.findIndex((id) => {
    room -= columnOf(id).width;
    return room < 0;
  });
  return end === -1 ? chosen : chosen.slice(0, end);
}

/**
 * Gives the widths as the value of `grid-template-columns`: what is left of the width goes to all in their proportions.
 */
export function gridTemplate(shown: readonly ColumnId[]): string {
  // Types are of any length: the context has of what is left before the others.
  const share = (id: ColumnId): number => columnOf(id).width * (id === 'context' ? 1.2 : 1);
  return [
    `${fixedWidths.check}px`,
    `minmax(${fixedWidths.name}px, ${fixedWidths.name * 1.5}fr)`,
    ...shown.map((id) => `minmax(${columnOf(id).width}px, ${Math.round(share(id))}fr)`),
    `${fixedWidths.actions}px`,
  ].join(' ');
}
