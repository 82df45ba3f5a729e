// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fakeContainer } from '../../../testing/models/container.ts';
import { subjectOf } from './audit-subject.ts';
import { findSharers } from './category-sharers.ts';
import { judgeContainers } from './judge-containers.ts';

const now = 1_795_540_000;

function of(name: string, categories: readonly string[], domain = 'bulkhead_t') {
  const context = `system_u:system_r:${domain}:s0:${categories.join(',')}`;
  return fakeContainer({ name, categories: [...categories], domain, context });
}

it('finds who shares categories in any order, who has more, and who has none', () => {
  const all = [
    of('web', ['c1', 'c2']),
    of('same', ['c2', 'c1']),
    of('more', ['c1', 'c2', 'c9']),
    of('db', ['c1', 'c3']),
  ];
  const sharersOf = (name: string, among = all) =>
    findSharers(among)(among.find((one) => one.name === name) ?? of(name, [])).map((one) => one.name);
  expect([sharersOf('web'), sharersOf('more'), sharersOf('db')]).toEqual([['same', 'more'], ['web', 'same'], []]);
  const withNone = [...all, of('none', [])];
  expect([sharersOf('none', withNone), sharersOf('db', withNone)]).toEqual([['web', 'same', 'more', 'db'], ['none']]);
});

it('does not blame a container for one of another domain that has no categories', () => {
  const all = [of('web', ['c1', 'c2']), of('legacy', [], 'unconfined_t')];
  expect(all.map((one) => findSharers(all)(one))).toEqual([[], []]);
});

it('does not compare categories with those of another kernel, and tells domains apart', () => {
  const away = { ...of('away', ['c1', 'c2']), member: 'two', initPid: null, confinementMode: 'unknown' as const };
  const all = [of('web', ['c1', 'c2']), away, of('own', ['c1', 'c2'], 'bulkhead_c_own_t')];
  expect(all.map((one) => findSharers(all)(one))).toEqual([
    [{ name: 'own', isSameDomain: false }],
    [],
    [{ name: 'web', isSameDomain: false }],
  ]);
});

it('judges those that share categories as not isolated, and nobody else', () => {
  const all = [of('web', ['c1', 'c2']), of('wiki', ['c9', 'c10']), of('staging', ['c9', 'c10'])];
  const audit = { checkedAt: now, subject: subjectOf(all), findings: [] };
  const states = judgeContainers(all, { selinux: 'enforcing', audit, now }).map(({ isolation }) => isolation.state);
  expect(states).toEqual(['isolated', 'not-isolated', 'not-isolated']);
});
