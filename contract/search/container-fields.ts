// SPDX-License-Identifier: Apache-2.0
/** A container as the search language sees it: its fields, and what a row of a list holds in each. */

import { healthOrder, type HealthVerdict } from '../wording/describe-health.ts';
import { type Container, containerStates, type Network } from '../model/containers/container.ts';
import type { ContainerSample } from '../model/containers/sample.ts';
import { verdictTerms } from '../model/isolation/verdict.ts';
import { t } from '../text.ts';
import type { FieldValue, SearchSubject } from './search.ts';
import type { SearchField } from './search-fields.ts';
import { shownAddresses } from './shown-addresses.ts';
import { tagsInUse } from './tags-in-use.ts';

/** What a sample says of a container; NaN where it does not. */
interface SampleFacts {
  readonly cpu: number;
  readonly memory: number;
  readonly pressure: number;
  readonly pids: number;
  readonly disk: number;
}

export interface RowFacts extends SampleFacts {
  readonly container: Container;
  readonly denials: number;
  /** Undefined where nobody looked yet. */
  readonly health: HealthVerdict | undefined;
  /** Seconds that it has run; NaN when it does not. */
  readonly uptime: number;
}

/** Gives the facts of a sample; without one none of them is known. */
export function factsOfSample(sample: ContainerSample | undefined): SampleFacts {
  return {
    cpu: sample?.cpuPercent ?? Number.NaN,
    memory: sample?.memoryBytes ?? Number.NaN,
    pressure: sample?.pressure.memory ?? Number.NaN,
    pids: sample?.pids ?? Number.NaN,
    disk: sample?.diskBytes ?? Number.NaN,
  };
}

/** Names the facts that only a sample gives, as the filter and the order of a list call them. */
export const sampleFields: ReadonlySet<string> = new Set(Object.keys(factsOfSample(undefined)));

/** A field of the filter, and what a row holds in it. */
interface RowField extends SearchField {
  readonly read: (row: RowFacts) => FieldValue;
}

const rowFields: readonly RowField[] = [
  {
    name: 'name',
    kind: 'text',
    meaning: t('Part of the name'),
    example: 'name:web',
    read: ({ container }) => container.name,
  },
  {
    name: 'state',
    kind: 'text',
    meaning: t('What it does now'),
    example: 'state:running',
    values: containerStates,
    read: ({ container }) => container.state,
  },
  {
    name: 'isolated',
    kind: 'text',
    meaning: t('Whether it is isolated'),
    example: 'isolated:no',
    values: Object.values(verdictTerms),
    read: ({ container }) => verdictTerms[container.isolation.state],
  },
  {
    name: 'health',
    kind: 'text',
    meaning: t('How what runs in it is'),
    example: 'health:failing',
    values: healthOrder,
    read: ({ health }) => health,
  },
  {
    name: 'domain',
    kind: 'text',
    meaning: t('SELinux type of its processes'),
    example: 'domain:bulkhead_t',
    read: ({ container }) => container.domain ?? undefined,
  },
  {
    name: 'category',
    kind: 'text',
    meaning: t('One of its categories'),
    example: 'category:c12',
    read: ({ container }) => container.categories,
  },
  {
    name: 'image',
    kind: 'text',
    meaning: t('Image it was created from'),
    example: 'image:debian',
    read: ({ container }) => container.image ?? undefined,
  },
  {
    name: 'engine',
    kind: 'text',
    meaning: t('What starts and stops it: lxc or incus'),
    example: 'engine:incus',
    read: ({ container }) => container.engine,
  },
  {
    name: 'member',
    kind: 'text',
    meaning: t('Member of the cluster that it is on'),
    example: 'member:two',
    read: ({ container }) => container.member ?? undefined,
  },
  {
    name: 'address',
    kind: 'text',
    meaning: t('Part of an address'),
    example: 'address:10.77',
    read: ({ container }) => shownAddresses(container),
  },
  {
    name: 'network',
    kind: 'text',
    meaning: t('Kind of its network'),
    example: 'network:bridge',
    values: ['nat', 'none', 'bridge', 'macvlan'] satisfies readonly Network['kind'][],
    read: ({ container }) => container.network?.kind,
  },
  {
    name: 'published',
    kind: 'text',
    meaning: t('A port of the host that leads to it'),
    example: 'published:443',
    read: ({ container }) => container.published.map(({ hostPort }) => String(hostPort)),
  },
  {
    name: 'tag',
    kind: 'text',
    meaning: t('One of its tags'),
    example: 'tag:prod',
    read: ({ container }) => container.tags,
  },
  {
    name: 'managed',
    kind: 'text',
    meaning: t('Created by Bulkhead'),
    example: 'managed:no',
    values: ['yes', 'no'],
    read: ({ container }) => (container.isManaged ? 'yes' : 'no'),
  },
  {
    name: 'cpu',
    kind: 'number',
    meaning: t('Percent of one core'),
    example: 'cpu>50',
    read: ({ cpu }) => numberOrNothing(cpu),
  },
  {
    name: 'memory',
    kind: 'number',
    meaning: t('Memory in use'),
    example: 'memory>100M',
    read: ({ memory }) => numberOrNothing(memory),
  },
  {
    name: 'pressure',
    kind: 'number',
    meaning: t('Percent of the last 10 seconds in which it waited for memory'),
    example: 'pressure>10',
    read: ({ pressure }) => numberOrNothing(pressure),
  },
  {
    name: 'disk',
    kind: 'number',
    meaning: t('Size of its own files'),
    example: 'disk>2G',
    read: ({ disk }) => numberOrNothing(disk),
  },
  {
    name: 'pids',
    kind: 'number',
    meaning: t('Number of processes'),
    example: 'pids>100',
    read: ({ pids }) => numberOrNothing(pids),
  },
  {
    name: 'denials',
    kind: 'number',
    meaning: t('Causes of denials that need action'),
    example: 'denials>0',
    read: ({ denials }) => denials,
  },
  {
    name: 'uptime',
    kind: 'number',
    meaning: t('How long it has run'),
    example: 'uptime<1h',
    read: ({ uptime }) => numberOrNothing(uptime),
  },
];

/** The fields of the filter, in the order in which they are offered. */
export const searchFields: readonly SearchField[] = rowFields;

const rowFieldsByName = new Map(rowFields.map((field) => [field.name, field]));

/** The fields with the values that they have on this host, for completion and for what is wrong with a filter. */
export function searchFieldsOf(containers: readonly Container[]): readonly SearchField[] {
  const tags = tagsInUse(containers);
  return searchFields.map((field) => (field.name === 'tag' && tags.length > 0 ? { ...field, values: tags } : field));
}

const wholeFields = ['tag', 'published', 'engine', 'member', 'isolated'];

/** Little, so that a key of the filter can make one for each of 10,000 rows: a field is read when it is asked for. */
export function searchSubject(row: RowFacts): SearchSubject {
  const { container } = row;
  return {
    words: [
      container.name,
      container.image ?? '',
      ...container.categories,
      ...shownAddresses(container),
      ...container.tags,
      container.settings?.description ?? '',
    ],
    wholeWords: [container.state],
    wholeFields,
    field: (name) => rowFieldsByName.get(name)?.read(row),
  };
}

function numberOrNothing(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
