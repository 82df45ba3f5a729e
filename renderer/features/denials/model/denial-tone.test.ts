// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { ExplainedReason } from '../../../../contract/model/denials/explanation.ts';
import { groupReason } from './denial-tone.ts';

const isolated: ExplainedReason = { kind: 'other-categories', held: ['c1'], needed: ['c2'], otherContainer: 'db' };
const blocked = { reason: 'other-categories', count: 3, notBlocked: 0, permissive: false } as const;
const notBlocked = { ...blocked, notBlocked: 3, permissive: true } as const;
const both = { ...blocked, notBlocked: 1 } as const;

it('is isolation at work only where it blocked the access (window 5)', () => {
  for (const explained of [undefined, isolated]) {
    expect(
      [blocked, notBlocked, both].map((group) => groupReason(group, explained)).map(({ tone, text }) => [tone, text]),
    ).toEqual([
      ['isolation', 'Blocked by container isolation'],
      ['crossed', 'SELinux would have blocked this, but the domain is permissive'],
      ['crossed', 'Between containers: 2 blocked, 1 went through while the domain was permissive'],
    ]);
  }
});

it('says of any reason that the access went through (window 5)', () => {
  expect(groupReason({ ...notBlocked, reason: 'no-rule' }, undefined)).toMatchObject({
    tone: 'policy',
    text: 'No rule allows it; not blocked, because the domain is permissive',
  });
  expect(groupReason({ ...both, reason: 'unknown' }, undefined)).toMatchObject({
    tone: 'unknown',
    text: 'Reason unknown: 2 blocked, 1 went through while the domain was permissive',
  });
});
