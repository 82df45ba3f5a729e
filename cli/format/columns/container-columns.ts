// SPDX-License-Identifier: Apache-2.0
/** The columns in which people see containers. */

import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import { isAddressMissing } from '../../../contract/wording/describe-address-problem.ts';
import type { ContainerRow } from '../container-row.ts';
import { isolationColumn } from './isolation-column.ts';
import { absent, type Column } from '../../output/format-table.ts';
import { formatBytes, formatCount } from '../../output/format-quantity.ts';

const name: Column<ContainerRow> = { title: 'NAME', cell: (row) => row.name, least: 16 };

/** These columns are shown only where one container is of Incus: nobody has to read that all are of LXC. */
const engine: readonly Column<ContainerRow>[] = [
  { title: 'ENGINE', cell: (row) => row.engine, drop: 1 },
  { title: 'MEMBER', cell: ({ member }) => member ?? absent, drop: 2 },
];

/** Gives the columns for these rows. */
export function columnsFor(rows: readonly ContainerRow[]): readonly Column<ContainerRow>[] {
  const isMixed = rows.some((row) => canEngine(row, 'move'));
  return [name, ...(isMixed ? engine : []), ...columns];
}

const columns: readonly Column<ContainerRow>[] = [
  {
    title: 'STATE',
    cell: ({ state }) => state,
    colour: ({ state }) => {
      if (state === 'running') return 'green';
      return state === 'stopped' ? 'dim' : 'yellow';
    },
  },
  isolationColumn(({ isolation }) => isolation),
  {
    title: 'DOMAIN',
    cell: ({ domain }) => domain ?? absent,
    least: 12,
    colour: ({ domain }) => (domain?.startsWith('unconfined') === true ? 'red' : undefined),
  },
  { title: 'CATEGORIES', cell: ({ categories }) => (categories.length === 0 ? absent : categories.join(',')) },
  { title: 'IMAGE', cell: ({ image }) => image ?? absent, least: 10, drop: 4 },
  {
    title: 'ADDRESS',
    cell: ({ ip }) => ip ?? absent,
    least: 15,
    colour: ({ address_problem }) => (isAddressMissing(address_problem ?? undefined) ? 'yellow' : undefined),
  },
  { title: 'MEMORY', cell: ({ memory_bytes }) => formatBytes(memory_bytes), isNumber: true, drop: 3 },
  { title: 'LIMIT', cell: ({ memory_max }) => formatBytes(memory_max), isNumber: true, drop: 7 },
  { title: 'TASKS', cell: ({ pids }) => formatCount(pids), isNumber: true, drop: 6 },
  { title: 'DISK', cell: ({ disk_bytes }) => formatBytes(disk_bytes), isNumber: true, drop: 5 },
  { title: 'LIMIT', cell: ({ disk_max }) => formatBytes(disk_max), isNumber: true, drop: 8 },
  {
    title: 'DENIALS 24H',
    cell: ({ denials_24h }) => formatCount(denials_24h),
    isNumber: true,
    colour: ({ denials_24h }) => (denials_24h ? 'yellow' : undefined),
  },
  { title: 'TAGS', cell: ({ tags }) => (tags.length === 0 ? absent : tags.join(',')), drop: 9 },
];
