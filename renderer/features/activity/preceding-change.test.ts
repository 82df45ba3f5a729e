// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Activity } from '../../../contract/model/activity.ts';
import type { PolicyEvent } from '../../../contract/model/policy/policy-event.ts';
import { findPrecedingChange, precedingSeconds } from './preceding-change.ts';

const first = 1_795_533_900;
const seen = { first, containers: ['web'] };
const entry = (changed: Partial<Activity>): Activity => ({
  id: 1,
  begunAt: first - 61,
  endedAt: first - 60,
  operation: 'container.restart',
  subject: 'web',
  uid: 1000,
  user: 'operator',
  outcome: 'done',
  request: null,
  detail: null,
  change: null,
  ...changed,
});
const loaded = (time: number): PolicyEvent => ({ kind: 'policy-loaded', time, serial: 7, loginUid: null });
const nameOf = (entries: readonly Activity[], events: readonly PolicyEvent[] = []): unknown => {
  const found = findPrecedingChange(seen, entries, events);
  return found?.kind === 'activity' ? found.entry.id : found?.kind;
};

it('names the last change of the container before the first denial', () => {
  expect(nameOf([entry({ id: 3, endedAt: first - 300 }), entry({ id: 2 })])).toBe(2);
});

it('counts neither what came later nor what is older than ten minutes', () => {
  expect(nameOf([entry({ endedAt: first + 1 })])).toBeUndefined();
  expect(nameOf([entry({ begunAt: 0, endedAt: first - precedingSeconds })])).toBeUndefined();
  expect(nameOf([entry({ begunAt: 0, endedAt: first - precedingSeconds + 1 })])).toBe(1);
});

it('counts only what was done, of these containers or of the policy, and no session', () => {
  expect(nameOf([entry({ outcome: 'failed' })])).toBeUndefined();
  expect(nameOf([entry({ subject: 'db' })])).toBeUndefined();
  expect(nameOf([entry({ operation: 'console.open' })])).toBeUndefined();
});

it('names a policy that another program loaded, and the activity where Bulkhead did it', () => {
  expect(nameOf([], [loaded(first - 30)])).toBe('policy');
  expect(nameOf([entry({ begunAt: first - 40, endedAt: first - 20 })], [loaded(first - 30)])).toBe(1);
  expect(nameOf([entry({})], [loaded(first - 30)])).toBe('policy');
});
