// SPDX-License-Identifier: Apache-2.0
/** Denials as the search language sees them. */

import type { DenialEvent, DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { type GroupOutcome, outcomeOfGroup } from '../../../../contract/model/denials/group-outcome.ts';
import { categoriesOf } from '../../../../contract/model/contexts/security-context.ts';
import { fieldIn, type FieldValue, type SearchSubject } from '../../../../contract/search/search.ts';

export const denialFields = [
  'container',
  'comm',
  'program',
  'class',
  'permission',
  'source',
  'type',
  'target',
  'path',
  'category',
  'outcome',
  'reason',
  'count',
] as const;

/** A group with both is found by either. */
const outcomes: Readonly<Record<GroupOutcome, readonly string[]>> = {
  blocked: ['blocked'],
  logged: ['logged'],
  both: ['blocked', 'logged'],
};

export function groupSubject(group: DenialGroup): SearchSubject {
  const fields: Readonly<Record<string, FieldValue>> = {
    ...eventFields(group.sample),
    container: group.containers.length === 0 ? 'host' : group.containers,
    comm: group.comms,
    program: group.comms,
    outcome: outcomes[outcomeOfGroup(group)],
    reason: group.reason,
    count: group.count,
  };
  return {
    words: [
      ...group.containers,
      ...group.comms,
      group.sourceType,
      group.targetType,
      group.class,
      ...group.permissions,
      group.sample.path ?? '',
    ],
    field: fieldIn(fields),
  };
}

export function eventSubject(event: DenialEvent): SearchSubject {
  const fields = eventFields(event);
  return {
    words: [
      event.container ?? '',
      event.comm ?? '',
      event.path ?? '',
      event.source?.type ?? '',
      event.target?.type ?? '',
      event.class ?? '',
      ...event.permissions,
    ],
    field: fieldIn(fields),
  };
}

function eventFields(event: DenialEvent): Readonly<Record<string, FieldValue>> {
  return {
    container: event.container ?? 'host',
    comm: event.comm ?? undefined,
    program: event.comm ?? undefined,
    class: event.class ?? undefined,
    permission: event.permissions,
    source: event.source?.type,
    type: event.target?.type,
    target: event.target?.type,
    path: event.path ?? undefined,
    category: [...categoriesOf(event.source?.level ?? ''), ...categoriesOf(event.target?.level ?? '')],
    outcome: event.permissive === true ? 'logged' : 'blocked',
    count: 1,
  };
}
