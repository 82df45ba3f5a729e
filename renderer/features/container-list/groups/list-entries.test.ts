// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { someContainer } from '../../../testing/some-containers.ts';
import { groupEntries, type ListEntry, rowEntries } from './list-entries.ts';

const containers = [
  someContainer('web', { tags: ['front', 'prod'] }),
  someContainer('wiki', { tags: [] }),
  someContainer('db', { tags: ['prod'] }),
];

function described(entries: readonly ListEntry[]): readonly string[] {
  return entries.map((entry) =>
    entry.kind === 'row'
      ? entry.container.name
      : `${entry.group.tag ?? 'none'} (${entry.group.members.length}${entry.isOpen ? '' : ', collapsed'})`,
  );
}

it('without groups is a row for each container, in the order of the list', () => {
  expect(described(rowEntries(containers))).toEqual(['web', 'wiki', 'db']);
});

it('has a group for each tag, a container in each of its groups, and those without tags last', () => {
  const entries = groupEntries(containers, new Set());
  expect(described(entries)).toEqual(['front (1)', 'web', 'prod (2)', 'web', 'db', 'none (1)', 'wiki']);
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
});

it('leaves out the rows of a collapsed group, also of the one without tags', () => {
  expect(described(groupEntries(containers, new Set(['prod', '-'])))).toEqual([
    'front (1)',
    'web',
    'prod (2, collapsed)',
    'none (1, collapsed)',
  ]);
});

it('has no group for tags that no listed container has', () => {
  expect(described(groupEntries(containers.slice(0, 1), new Set(['gone'])))).toEqual([
    'front (1)',
    'web',
    'prod (1)',
    'web',
  ]);
  expect(groupEntries([], new Set())).toEqual([]);
});
