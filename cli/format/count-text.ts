// SPDX-License-Identifier: Apache-2.0
/** Counts of what domains may do, as people and scripts get them. */

import {
  type AccessColumn,
  accessColumns,
  accessColumnTitles,
  type DomainCount,
} from '../../contract/model/policy/domain-count.ts';
import { escapeText } from '../../report/escape-text.ts';
import { formatTable, type TableLook } from '../output/format-table.ts';

/** A column for each domain, and how many times as much each of the others may do as the first. */
export function countText(counts: readonly DomainCount[], look: TableLook): string {
  const rows: readonly Row[] = [{ title: 'all', numberOf: ({ total }) => total }, ...accessColumns.flatMap(rowsOf)];
  const columns = [
    { title: 'ACCESSES', cell: ({ title }: Row) => title },
    ...counts.map((count) => ({
      title: escapeText(count.domain),
      cell: ({ numberOf }: Row) => numberOf(count).toLocaleString('en-GB'),
      isNumber: true,
    })),
  ];
  return formatTable(rows, columns, look) + comparisons(counts).join('');
}

export function countJson({ domain, total, columns, acrossCategories }: DomainCount): object {
  return {
    domain,
    total,
    own_types: columns.ownTypes,
    other_containers: columns.otherContainers,
    across_categories: acrossCategories,
    kernel_fs: columns.kernelFileSystems,
    host_files: columns.hostFiles,
    devices: columns.devices,
    network: columns.network,
    host_processes: columns.hostProcesses,
    capabilities: columns.capabilities,
    kernel_entry: columns.kernelEntry,
  };
}

interface Row {
  readonly title: string;
  readonly numberOf: (count: DomainCount) => number;
}

function rowsOf(column: AccessColumn): readonly Row[] {
  const row: Row = { title: accessColumnTitles[column], numberOf: ({ columns }) => columns[column] };
  if (column !== 'otherContainers') return [row];
  return [row, { title: '  despite categories', numberOf: ({ acrossCategories }) => acrossCategories }];
}

function comparisons([first, ...others]: readonly DomainCount[]): readonly string[] {
  if (first === undefined || first.total === 0) return [];
  return others.map(
    ({ domain, total }) =>
      `${escapeText(domain)} may do ${(total / first.total).toFixed(1)} times as much as ${escapeText(first.domain)}.\n`,
  );
}
