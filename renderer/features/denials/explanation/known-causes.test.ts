// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { ExplainedReason } from '../../../../contract/model/denials/explanation.ts';
import { fakeChange } from '../../../../testing/models/change.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';
import { fakeExplanation } from '../../../../testing/models/remedy.ts';
import type { KeptExplanation } from './explanations.ts';
import { knownCauses } from './known-causes.ts';

const append = fakeGroup({ id: 'a', last: 100, permissions: ['append'], sample: fakeEvent({ inode: 7 }) });
const getattr = fakeGroup({ id: 'b', last: 100, permissions: ['getattr'], sample: fakeEvent({ inode: 7 }) });
const elsewhere = fakeGroup({ id: 'c', last: 100, sample: fakeEvent({ inode: 8 }) });
const groups = new Map([append, getattr, elsewhere].map((group) => [group.id, group]));
const none = new Map();

const wrongLabel: ExplainedReason = { kind: 'wrong-label', path: '/srv/log', actual: 'a', expected: 'b', volume: null };
const answer = (reason: ExplainedReason): KeptExplanation => ({
  container: 'web',
  state: { status: 'ready', explanation: fakeExplanation({ reason }) },
  last: 100,
});

it('holds a finding about a label for every access to the object, and no other finding', () => {
  const reasons = (reason: ExplainedReason): unknown[] => {
    const knownOf = knownCauses(groups, { explanations: new Map([['a', answer(reason)]]), applied: none });
    return [append, getattr, elsewhere].map((group) => knownOf(group).explanation?.reason.kind);
  };
  expect(reasons(wrongLabel)).toEqual(['wrong-label', 'wrong-label', undefined]);
  expect(reasons({ kind: 'no-rule' })).toEqual(['no-rule', undefined, undefined]);
});

it('is settled by an answer that allows it, as long as nothing was denied since it was asked', () => {
  const knownOf = knownCauses(groups, {
    explanations: new Map([['a', answer({ kind: 'allowed-now' })]]),
    applied: none,
  });
  expect(knownOf(append).isSettled).toBe(true);
  expect(knownOf({ ...append, last: 101 }).isSettled).toBe(false);
  expect(knownOf({ ...append, containers: ['web', 'db'] }).isSettled).toBe(false);
});

it('is settled by a change, as long as nothing was denied since', () => {
  const change = fakeChange({ kind: 'module', group: 'a', container: 'web', madeAt: 100 });
  const knownOf = knownCauses(groups, { explanations: none, applied: new Map([['a', change]]) });
  expect(knownOf(append)).toMatchObject({ isSettled: true, applied: change });
  expect(knownOf({ ...append, last: 100.5 }).isSettled).toBe(false);
  expect(knownOf(getattr).isSettled).toBe(false);
});
