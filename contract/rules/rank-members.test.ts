// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { ClusterMember } from '../model/host/cluster.ts';
import { someMember as member } from '../../testing/models/cluster.ts';
import { type PlaceWanted, rankMembers } from './rank-members.ts';

const names = (members: readonly ClusterMember[], wanted: PlaceWanted = {}): readonly string[] =>
  rankMembers(members, [{ name: 'db', member: 'one' }], wanted).map(({ member: { name }, obstacle }) =>
    obstacle === undefined ? name : `${name}: ${obstacle.kind}`,
  );

it('the least load comes first, then the most free memory, then the fewest containers, then the name', () => {
  expect(names([member('b', { load: 2 }), member('c', { load: null }), member('a', { load: 0.5 })])).toEqual([
    ...['a', 'b', 'c'],
  ]);
  expect(names([member('a'), member('b', { freeMemoryBytes: 2 ** 31 })])).toEqual(['b', 'a']);
  expect(names([member('a', { containers: 3 }), member('b')])).toEqual(['b', 'a']);
  expect(names([member('b'), member('a')])).toEqual(['a', 'b']);
});

it('a member that is away comes last, whatever its load was', () => {
  expect(names([member('a', { state: 'offline', load: 0 }), member('b', { load: 9 })])).toEqual(['b', 'a: state']);
  expect(names([member('a', { state: 'evacuated', load: 0 })])).toEqual(['a: state']);
});

it.each<readonly [string, PlaceWanted, readonly string[]]>([
  ['a group', { group: 'web' }, ['two', 'one: group']],
  ['a pool', { pool: 'slow' }, ['two', 'one: pool']],
  ['a pool with room', { pool: 'full' }, ['one: pool', 'two: pool']],
  ['not beside a container', { notBeside: ['db', 'gone'] }, ['two', 'one: beside']],
  ['nothing', {}, ['one', 'two']],
])('%s', (_, wanted, ranked) => {
  const full = { name: 'full', usedBytes: 2, totalBytes: 2 };
  const two = member('two', {
    groups: ['default', 'web'],
    load: 5,
    pools: [{ name: 'slow', usedBytes: 1, totalBytes: 2 }, full],
  });
  expect(names([member('one'), two], wanted)).toEqual(ranked);
});

it('names the container that is on the member', () => {
  const [one] = rankMembers([member('one')], [{ name: 'db', member: 'one' }], { notBeside: ['db'] });
  expect(one?.obstacle).toEqual({ kind: 'beside', container: 'db' });
});
