// SPDX-License-Identifier: Apache-2.0
/** Groups of denials as people read them. */

import { causeKindOf, type CauseKind } from '../../contract/model/denials/cause-kind.ts';
import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import { outcomeOfGroup } from '../../contract/model/denials/group-outcome.ts';
import { concernsContainers } from '../../contract/model/host/host-work.ts';
import type { Column } from '../output/format-table.ts';
import { formatTime } from '../../report/format-time.ts';

export const groupColumns: readonly Column<DenialGroup>[] = [
  { title: 'LAST', cell: ({ last }) => formatTime(last) },
  { title: 'COUNT', cell: ({ count }) => String(count), isNumber: true },
  {
    title: 'GROUP',
    cell: (group) => kindWords[causeKindOf(group)],
    colour: (group) => (causeKindOf(group) === 'action' ? 'yellow' : undefined),
  },
  {
    title: 'EFFECT',
    drop: 4,
    cell: outcomeOfGroup,
    colour: (group) => (outcomeOfGroup(group) === 'blocked' ? 'red' : 'yellow'),
  },
  { title: 'SOURCE', cell: ({ sourceType }) => sourceType, least: 12, drop: 3 },
  { title: 'TARGET', cell: ({ targetType }) => targetType, least: 12 },
  { title: 'CLASS', cell: (group) => group.class, drop: 2 },
  { title: 'PERMISSIONS', cell: ({ permissions }) => permissions.join(' '), least: 11 },
  {
    title: 'CONTAINERS',
    least: 10,
    cell: (group) =>
      group.containers.length === 0 && concernsContainers(group) ? '(host, for containers)' : some(group.containers),
  },
  { title: 'COMMANDS', cell: ({ comms }) => some(comms), least: 8, drop: 1 },
];

const kindWords: Readonly<Record<CauseKind, string>> = {
  action: 'needs action',
  isolation: 'isolation',
  host: 'host',
  settled: 'allowed now',
};

const maxNames = 4;

function some(names: readonly string[]): string {
  const shown = names.slice(0, maxNames).join(', ');
  if (names.length === 0) return '-';
  return names.length > maxNames ? `${shown} and ${names.length - maxNames} more` : shown;
}
