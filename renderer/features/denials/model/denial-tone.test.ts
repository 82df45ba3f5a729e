// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fakeGroup } from '../../../../testing/models/denial.ts';
import type { ExplainedReason } from '../../../../contract/model/denials/explanation.ts';
import { groupReason } from './denial-tone.ts';

const isolated: ExplainedReason = { kind: 'other-categories', held: ['c1'], needed: ['c2'], otherContainer: 'db' };
const blocked = fakeGroup();
const notBlocked = { ...blocked, notBlocked: 3, permissive: true } as const;
const both = { ...blocked, notBlocked: 1 } as const;
const target = { user: 'system_u', role: 'object_r', type: 'var_t', level: 's0' };
const noRule = { targetType: 'var_t', sample: { ...blocked.sample, target } };

it('is isolation at work only where it blocked the access (window 5)', () => {
  for (const explained of [undefined, isolated]) {
    expect(
      [blocked, notBlocked, both]
        .map((group) => groupReason(group, explained && { explanation: { reason: explained, remedies: [] } }))
        .map(({ tone, text }) => [tone, text]),
    ).toEqual([
      ['isolation', 'Blocked by container isolation'],
      ['crossed', 'SELinux would have blocked this, but the domain is permissive'],
      ['crossed', 'Between containers: 2 blocked, 1 went through while the domain was permissive'],
    ]);
  }
});

it('says of any reason that the access went through (window 5)', () => {
  expect(groupReason({ ...notBlocked, ...noRule, reason: 'no-rule' })).toMatchObject({
    tone: 'policy',
    text: 'No rule allows it; not blocked, because the domain is permissive',
  });
  expect(groupReason({ ...both, ...noRule, reason: 'unknown' })).toMatchObject({
    tone: 'unknown',
    text: 'Reason unknown: 2 blocked, 1 went through while the domain was permissive',
  });
});

it("names what is known of Debian's policy, on the host only", () => {
  const noise = fakeGroup({
    ...noRule,
    sourceType: 'sshd_t',
    targetType: 'var_log_t',
    permissions: ['create'],
    reason: 'no-rule',
  });
  expect(groupReason({ ...noise, containers: [] })).toMatchObject({
    kind: 'host',
    text: 'Known: the policy of Debian lacks this rule',
  });
  expect(groupReason(noise)).toMatchObject({ kind: 'action', text: 'No rule allows it' });
});
