// SPDX-License-Identifier: Apache-2.0
/** A row of the containers table as the search language sees it, and the orders that the table can have. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { FieldValue, SearchSubject } from '../../lib/search.ts';
import { confinementOrder } from './confinement-labels.ts';

export interface RowFacts {
  readonly container: Container;
  readonly cpu: number;
  readonly memory: number;
  readonly pids: number;
  readonly denials: number;
}

export const searchFields = [
  'name',
  'state',
  'confinement',
  'image',
  'type',
  'category',
  'address',
  'network',
  'managed',
  'cpu',
  'memory',
  'pids',
  'denials',
] as const;

export const sortKeys = [
  'name',
  'state',
  'confinement',
  'cpu',
  'memory',
  'pids',
  'address',
  'uptime',
  'denials',
] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sort {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

export function searchSubject({ container, cpu, memory, pids, denials }: RowFacts): SearchSubject {
  const fields: Readonly<Record<string, FieldValue>> = {
    name: container.name,
    state: container.state,
    confinement: container.confinementMode,
    image: container.image ?? undefined,
    type: container.domain ?? undefined,
    category: container.categories,
    address: container.addresses,
    network: container.network?.kind,
    managed: container.isManaged ? 'yes' : 'no',
    cpu: numberOrNothing(cpu),
    memory: numberOrNothing(memory),
    pids: numberOrNothing(pids),
    denials,
  };
  return {
    words: [container.name, container.image ?? '', ...container.categories, ...container.addresses],
    field: (name) => fields[name],
  };
}

export function compareRows(left: RowFacts, right: RowFacts, { key, isDescending }: Sort): number {
  const order = compareBy(left, right, key);
  return (isDescending ? -order : order) || left.container.name.localeCompare(right.container.name);
}

function compareBy(left: RowFacts, right: RowFacts, key: SortKey): number {
  switch (key) {
    case 'name':
      return left.container.name.localeCompare(right.container.name);
    case 'state':
      return left.container.state.localeCompare(right.container.state);
    case 'confinement':
      return (
        confinementOrder.indexOf(left.container.confinementMode) -
        confinementOrder.indexOf(right.container.confinementMode)
      );
    case 'address':
      return addressKey(left).localeCompare(addressKey(right));
    case 'uptime':
      return (right.container.startedAt ?? Number.MAX_VALUE) - (left.container.startedAt ?? Number.MAX_VALUE);
    case 'cpu':
    case 'memory':
    case 'pids':
    case 'denials':
      return orZero(left[key]) - orZero(right[key]);
  }
}

function addressKey({ container }: RowFacts): string {
  return (container.addresses[0] ?? '')
    .split('.')
    .map((part) => part.padStart(3, '0'))
    .join('.');
}

function orZero(value: number): number {
  return Number.isNaN(value) ? -1 : value;
}

function numberOrNothing(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
