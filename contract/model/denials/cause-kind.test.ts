// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fakeEvent, fakeGroup } from '../../../testing/models/denial.ts';
import { causeKeyOf, causeKindOf, countActionCauses } from './cause-kind.ts';
import type { DenialGroup } from './denial.ts';
import type { ExplainedReason, Remedy } from './explanation.ts';
import { isKnownNoise } from './known-noise.ts';

const noRule = {
  targetType: 'var_t',
  reason: 'no-rule',
  sample: fakeEvent({ target: { user: 'system_u', role: 'object_r', type: 'var_t', level: 's0' } }),
} as const satisfies Partial<DenialGroup>;

function explained(reason: ExplainedReason, ...kinds: readonly Remedy['kind'][]) {
  return { explanation: { reason, remedies: kinds.map((kind) => ({ kind }) as Remedy) } };
}

describe('the group of a cause', () => {
  it.each([
    ['isolation', 'isolation by categories that blocked', fakeGroup()],
    ['action', 'isolation that was only logged', fakeGroup({ permissive: true, notBlocked: 3 })],
    ['action', 'isolation that blocked a part', fakeGroup({ notBlocked: 1 })],
    ['action', 'a missing rule', fakeGroup(noRule)],
    ['action', 'a reason that is not known', fakeGroup({ ...noRule, reason: 'unknown' })],
    [
      'isolation',
      'isolation by type, of which the record says only that no rule allows it',
      fakeGroup({ ...noRule, sourceType: 'bulkhead_c_web_t', targetType: 'bulkhead_c_db_file_t' }),
    ],
    [
      'action',
      'the own type of its domain',
      fakeGroup({ ...noRule, sourceType: 'bulkhead_c_web_t', targetType: 'bulkhead_c_web_file_t' }),
    ],
    ['action', 'a process of a container that is not known by name', fakeGroup({ ...noRule, containers: [] })],
    ['host', 'a process of the host', fakeGroup({ ...noRule, sourceType: 'sshd_t', containers: [] })],
    [
      'action',
      'a process that works for containers',
      fakeGroup({ ...noRule, sourceType: 'dnsmasq_t', containers: [] }),
    ],
  ] as const)('is %s for %s', (kind, _, group) => {
    expect(causeKindOf(group)).toBe(kind);
  });

  it('follows the loaded policy where it was asked', () => {
    const wrongLabel: ExplainedReason = { kind: 'wrong-label', path: '/srv', actual: 'a', expected: 'b', volume: 'v' };
    expect(causeKindOf(fakeGroup(), explained(wrongLabel, 'volume-label', 'leave'))).toBe('action');
    const other: ExplainedReason = { kind: 'other-container', type: 't', otherContainer: 'db' };
    expect(causeKindOf(fakeGroup(noRule), explained(other))).toBe('isolation');
    expect(causeKindOf(fakeGroup(noRule), explained({ kind: 'no-rule' }, 'leave'))).toBe('isolation');
    expect(causeKindOf(fakeGroup(noRule), explained({ kind: 'no-rule' }))).toBe('action');
  });

  it('is none of the three once it is settled, except for the host', () => {
    expect(causeKindOf(fakeGroup(noRule), { isSettled: true })).toBe('settled');
    expect(causeKindOf(fakeGroup({ ...noRule, sourceType: 'sshd_t', containers: [] }), { isSettled: true })).toBe(
      'host',
    );
  });
});

describe('the count of causes that need action', () => {
  const append = fakeGroup({ ...noRule, id: 'a', permissions: ['append'], sample: fakeEvent({ inode: 7 }) });
  const getattr = fakeGroup({ ...noRule, id: 'b', permissions: ['getattr'], sample: fakeEvent({ inode: 7 }) });
  const elsewhere = fakeGroup({ ...noRule, id: 'c', containers: ['web', 'db'], sample: fakeEvent({ inode: 8 }) });

  it('takes accesses to one object for one cause', () => {
    const counts = countActionCauses([append, getattr, elsewhere, fakeGroup({ id: 'd' })]);
    expect(counts.total).toBe(2);
    expect([...counts.byContainer]).toEqual([
      ['web', 2],
      ['db', 1],
    ]);
  });

  it('keeps apart what no inode and no port names', () => {
    const nameless = { ...noRule, sample: fakeEvent({ inode: null }) };
    expect(causeKeyOf(fakeGroup({ ...nameless, id: 'a' }))).not.toBe(causeKeyOf(fakeGroup({ ...nameless, id: 'b' })));
  });

  it('leaves out what is settled', () => {
    expect(countActionCauses([append], () => ({ isSettled: true })).total).toBe(0);
  });
});

it("knows the noise of Debian's policy by all its parts", () => {
  const noise = { sourceType: 'sshd_t', targetType: 'var_log_t', class: 'file', permissions: ['create'] };
  expect(isKnownNoise(noise)).toBe(true);
  expect(isKnownNoise({ ...noise, permissions: ['create', 'unlink'] })).toBe(false);
  expect(isKnownNoise({ ...noise, targetType: 'shadow_t' })).toBe(false);
});
