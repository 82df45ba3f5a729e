// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialEvent } from '../contract/model/denials/denial.ts';
import { recordedAccessSchema } from '../contract/model/policy/replay.ts';
import { fakeEvent } from '../testing/models/denial.ts';
import { createDenialGroups } from './denial-groups.ts';
import { recordedAccesses } from './recorded-accesses.ts';

const used = fakeEvent({
  source: { user: 'u', role: 'r', type: 'web_t', level: 's0:c1' },
  target: { user: 'u', role: 'object_r', type: 'content_t', level: 's0:c1' },
  class: 'file',
  time: 100,
  permissive: true,
  permissions: ['write', 'read'],
  comm: 'nginx',
  container: 'web',
});
const blocked = (change: Partial<DenialEvent>): DenialEvent => ({ ...used, permissive: false, ...change });

it('folds records of one access, and counts what took place apart from what was denied', () => {
  const rows = recordedAccesses(
    { since: 50 },
    [
      used,
      { ...used, time: 130, permissions: ['read', 'write'], comm: 'php' },
      blocked({ time: 120 }),
      { ...used, time: 49 },
      blocked({ time: 140, decision: 'granted', permissive: null }),
    ],
    [],
  );
  expect(rows).toEqual([
    {
      source: used.source,
      target: used.target,
      class: 'file',
      permissions: ['read', 'write'],
      container: 'web',
      comms: ['nginx', 'php'],
      used: 3,
      blocked: 1,
      last: 140,
    },
  ]);
  expect(recordedAccessSchema().parse(rows[0])).toEqual(rows[0]);
});

it('keeps levels and containers apart, what was used first, and leaves out what holds no whole access', () => {
  const other = { user: 'u', role: 'object_r', type: 'content_t', level: 's0:c2' };
  const events = [
    used,
    blocked({ time: 300, target: other }),
    { ...used, time: 200, container: 'db' },
    blocked({ time: 400, target: null }),
    blocked({ time: 400, permissions: [] }),
  ];
  const shown = (rows: ReturnType<typeof recordedAccesses>): unknown =>
    rows.map(({ container, target, last }) => [container, target.level, last]);
  expect(shown(recordedAccesses({ since: 0 }, events, []))).toEqual([
    ['db', 's0:c1', 200],
    ['web', 's0:c1', 100],
    ['web', 's0:c2', 300],
  ]);
  expect(shown(recordedAccesses({ since: 0, container: 'db' }, events, []))).toEqual([['db', 's0:c1', 200]]);
});

it('takes from the groups what single records no longer hold', () => {
  const groups = createDenialGroups();
  groups.add(used);
  groups.add(blocked({ time: 90, permissions: ['open'] }));
  groups.add(blocked({ time: 20, permissions: ['map'] }));
  const rows = recordedAccesses({ since: 50, container: 'web' }, [used], groups.groups());
  expect(rows.map(({ permissions, used: count, blocked: denied }) => [permissions, count, denied])).toEqual([
    [['read', 'write'], 1, 0],
    [['open'], 0, 1],
  ]);
});
