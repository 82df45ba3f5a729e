// SPDX-License-Identifier: Apache-2.0
/** The orders that the containers table can have. */

import { healthOrder, type HealthVerdict } from '../../../contract/wording/describe-health.ts';
import { verdictStates } from '../../../contract/model/isolation/verdict.ts';
import type { RowFacts } from '../../../contract/search/container-fields.ts';
import { shownAddresses } from '../../../contract/search/shown-addresses.ts';
import { currentLocale } from '../../lib/language/t.ts';

export const sortKeys = [
  'name',
  'state',
  'confinement',
  'health',
  'domain',
  'cpu',
  'memory',
  'pressure',
  'pids',
  'disk',
  'address',
  'image',
  'engine',
  'member',
  'network',
  'published',
  'tags',
  'uptime',
  'created',
  'denials',
] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sort {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

/** Kept: to make one takes longer than to compare with it, and a sorted list of 1,000 does so 10,000 times. */
const { compare: compareTexts } = new Intl.Collator(currentLocale(), { numeric: true });

export function compareRows(left: RowFacts, right: RowFacts, { key, isDescending }: Sort): number {
  const order = compareBy(left, right, key);
  return (isDescending ? -order : order) || compareTexts(left.container.name, right.container.name);
}

function compareBy(left: RowFacts, right: RowFacts, key: SortKey): number {
  switch (key) {
    case 'name':
    case 'state':
    case 'engine':
      return compareTexts(left.container[key], right.container[key]);
    case 'domain':
    case 'image':
    case 'member':
      return compareTexts(left.container[key] ?? '', right.container[key] ?? '');
    case 'network':
      return compareTexts(left.container.network?.kind ?? '', right.container.network?.kind ?? '');
    case 'address':
      return compareTexts(shownAddresses(left.container)[0] ?? '', shownAddresses(right.container)[0] ?? '');
    case 'confinement':
      return (
        verdictStates.indexOf(left.container.isolation.state) - verdictStates.indexOf(right.container.isolation.state)
      );
    case 'health':
      return healthRank(right.health) - healthRank(left.health);
    case 'published':
      return (
        (left.container.published[0]?.hostPort ?? Number.MAX_VALUE) -
        (right.container.published[0]?.hostPort ?? Number.MAX_VALUE)
      );
    case 'tags':
      return compareTexts(left.container.tags.join(' '), right.container.tags.join(' '));
    case 'uptime':
      return (right.container.startedAt ?? Number.MAX_VALUE) - (left.container.startedAt ?? Number.MAX_VALUE);
    case 'created':
      return (right.container.createdAt ?? Number.MAX_VALUE) - (left.container.createdAt ?? Number.MAX_VALUE);
    case 'cpu':
    case 'memory':
    case 'pressure':
    case 'pids':
    case 'disk':
    case 'denials':
      return orZero(left[key]) - orZero(right[key]);
  }
}

/** Ranks containers by their health; those of which nothing is known come last. */
function healthRank(health: HealthVerdict | undefined): number {
  return health === undefined ? -1 : healthOrder.indexOf(health);
}

function orZero(value: number): number {
  return Number.isNaN(value) ? -1 : value;
}
