// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { fakeEvent, fakeGroup } from '../../../testing/models/denial.ts';
import { remembered } from '../../window/preferences.ts';
import { ignoreCause, isIgnoredIn, useIgnoredCauses } from './ignored-causes.ts';

const group = fakeGroup({ id: 'a', sample: fakeEvent({ inode: 7 }) });
const ignoredOf = (host: string): ReadonlySet<string> => useIgnoredCauses.getState().byHost.get(host) ?? new Set();

afterEach(() => {
  useIgnoredCauses.setState({ byHost: new Map() });
  localStorage.clear();
});

it('is of one host, is remembered, and is taken back', () => {
  ignoreCause('one', [group], true);
  expect([isIgnoredIn(ignoredOf('one'), group), isIgnoredIn(ignoredOf('two'), group)]).toEqual([true, false]);
  expect(remembered('denials.ignored')).toContain('"one"');
  ignoreCause('one', [group], false);
  expect(isIgnoredIn(ignoredOf('one'), group)).toBe(false);
  expect(remembered('denials.ignored')).toBe('[{"host":"one","keys":[]}]');
});

it('does not hide what is denied on another object, to another container, or what goes through', () => {
  ignoreCause('one', [group], true);
  const others = [
    fakeGroup({ ...group, sample: fakeEvent({ inode: 8 }) }),
    fakeGroup({ ...group, containers: ['db'] }),
    fakeGroup({ ...group, notBlocked: 1, count: 2 }),
    fakeGroup({ ...group, targetType: 'shadow_t' }),
  ];
  expect(others.map((other) => isIgnoredIn(ignoredOf('one'), other))).toEqual([false, false, false, false]);
  expect(isIgnoredIn(ignoredOf('one'), { ...group, count: 9, last: group.last + 60 })).toBe(true);
});
