// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fakeControlGroup } from '../../testing/models/control-group.ts';
import { arrangeControlGroups } from './cgroup-tree.ts';
import type { ControlGroup, ControlGroups } from '../model/host/control-group.ts';

const whole = { filter: '', maxDepth: Infinity };

function answer(groups: readonly Partial<ControlGroup>[], readAt = 100): ControlGroups {
  return { readAt, groups: groups.map((one) => fakeControlGroup(one)), omitted: 0 };
}

const host = answer(
  ['/', '/lxc.payload.web', '/system.slice', '/system.slice/a.service', '/system.slice/b.service', '/user.slice'].map(
    (path) => ({ path, ...(path === '/lxc.payload.web' && { container: 'shop' }) }),
  ),
);

const shown = (filter: string, maxDepth = Infinity): readonly string[] =>
  arrangeControlGroups(host, undefined, { filter, maxDepth }).map(({ depth, name }) => `${depth} ${name}`);

describe('the tree of control groups', () => {
  it('has the depth and the last part of each path', () => {
    expect(shown('')).toEqual([
      '0 /',
      '1 lxc.payload.web',
      '1 system.slice',
      '2 a.service',
      '2 b.service',
      '1 user.slice',
    ]);
  });

  it('keeps what is above a group that fits, and no sibling of it', () => {
    expect(shown('B.SERVICE')).toEqual(['0 /', '1 system.slice', '2 b.service']);
    expect(shown('shop')).toEqual(['0 /', '1 lxc.payload.web']);
    expect(shown('nothing of this name')).toEqual([]);
  });

  it('ends at a depth', () => {
    expect(shown('', 1)).toEqual(['0 /', '1 lxc.payload.web', '1 system.slice', '1 user.slice']);
  });

  it('has the share of a processor between two looks, and none where a group was made again', () => {
    const percents = (was: number | null, is: number | null): readonly (number | undefined)[] =>
      arrangeControlGroups(
        answer([{ path: '/a', cpuUsec: is }], 102),
        answer([{ path: '/a', cpuUsec: was }], 100),
        whole,
      ).map(({ cpuPercent }) => cpuPercent);
    expect(percents(1_000_000, 2_000_000)).toEqual([50]);
    expect([percents(5, 4), percents(null, 4), percents(4, null)]).toEqual([[undefined], [undefined], [undefined]]);
    expect(arrangeControlGroups(host, host, whole)[0]?.cpuPercent).toBeUndefined();
  });
});
