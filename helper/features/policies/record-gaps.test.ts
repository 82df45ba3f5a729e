// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { createRecordGaps, type RecordGaps } from './record-gaps.ts';

let kernel: number | null;
let helper: number;
let keptSince: number;
let seen: { missing?: number; suspended?: number };
/** What the next look finds. */
let found: { missing?: number; suspended?: number };
let gaps: RecordGaps;

beforeEach(() => {
  [kernel, helper, keptSince, seen, found] = [7, 3, 0, {}, {}];
  gaps = createRecordGaps({
    auditLog: {
      read: async () => {
        seen = { ...seen, ...found };
        return null;
      },
      lastSeen: (state) => seen[state],
    },
    lostByKernel: async () => kernel,
    denials: { lost: () => helper, keptSince: () => keptSince },
  });
});

/** Asks about a container that began to learn at 100, with the numbers of then. */
const since100 = async (change: () => void): ReturnType<RecordGaps['since']> => {
  const learnedLost = await gaps.countLost();
  change();
  return gaps.since({ learnedSince: 100, learnedLost });
};

it('finds none where auditd wrote all the time and nothing was lost', async () => {
  seen = { missing: 99, suspended: 50 };
  keptSince = 100;
  expect(await since100(() => undefined)).toEqual([]);
});

it('says that auditd was missing or suspended since then, or is now', async () => {
  expect(await since100(() => (seen = { missing: 100 }))).toEqual(['no-auditd']);
  expect(await since100(() => (seen = { suspended: 130 }))).toEqual(['auditd-suspended']);
  seen = {};
  expect(await since100(() => (found = { missing: 200, suspended: 200 }))).toEqual(['no-auditd', 'auditd-suspended']);
});

it.each([
  ['the kernel dropped one', () => (kernel = 8)],
  ['it dropped some after the host had booted again', () => (kernel = 1)],
  ['the helper lost one', () => (helper = 4)],
  ['single events of that time are no longer kept', () => (keptSince = 101)],
])('says that records were lost: %s', async (_, change) => {
  expect(await since100(change)).toEqual(['records-lost']);
});

it('claims no loss where a number is not known, or begins again from zero', async () => {
  expect(await since100(() => (kernel = null))).toEqual([]);
  kernel = 7;
  expect(await since100(() => (kernel = 0))).toEqual([]);
  kernel = null;
  expect(await since100(() => (kernel = 7))).toEqual([]);
  expect(await gaps.since({ learnedSince: 100, learnedLost: null })).toEqual([]);
});
