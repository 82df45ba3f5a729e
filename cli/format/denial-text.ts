// SPDX-License-Identifier: Apache-2.0
/** Denials as people read them. Everything that the confined process controls is escaped. */

import { causeKindOf, type CauseKind } from '../../contract/model/denials/cause-kind.ts';
import type { DenialEvent, DenialGroup } from '../../contract/model/denials/denial.ts';
import { outcomeOfGroup } from '../../contract/model/denials/group-outcome.ts';
import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import { concernsContainers } from '../../contract/model/host/host-work.ts';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';
import { escapeText } from '../../report/escape-text.ts';
import type { Column } from '../output/format-table.ts';
import { formatTime } from '../output/format-quantity.ts';
import type { Paint } from '../output/paint.ts';

/** One line: when, what was denied, to whom, on what, and between which contexts. */
export function eventLine(event: DenialEvent, paint: Paint): string {
  const { time, decision, permissive, permissions, container, pid, exe, comm } = event;
  const words = permissive === true && decision === 'denied' ? 'logged' : decision;
  const parts = [
    formatTime(time),
    paint(words, words === 'denied' ? 'red' : 'yellow'),
    `{ ${escapeText(permissions.join(' '))} } ${escapeText(event.class ?? '?')}`,
    ...(container === null ? [] : [`container=${escapeText(container)}`]),
    ...(pid === null ? [] : [`pid=${pid}`]),
    ...quoted('comm', comm),
    ...quoted('exe', exe),
    ...quoted(event.path === null ? 'name' : 'path', event.path ?? event.name),
    `${contextText(event.source)} -> ${contextText(event.target)}`,
  ];
  return `${parts.join('  ')}\n`;
}

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

function quoted(key: string, text: string | null): readonly string[] {
  return text === null ? [] : [`${key}="${escapeText(text)}"`];
}

function contextText(context: SecurityContext | null): string {
  return context === null ? '?' : escapeText(formatSecurityContext(context));
}
