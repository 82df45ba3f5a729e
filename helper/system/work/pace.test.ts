// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { createPace, type Paced } from './pace.ts';
import { createRates } from './rates.ts';

let time: number;
let timers: { readonly at: number; run(): void }[];
let begun: string[];
let pace: (paced: Paced) => void;

beforeEach(() => {
  time = 0;
  timers = [];
  begun = [];
  pace = createPace({
    rates: createRates({ perSecond: 10, burst: 2, now: () => time }),
    later: (run, ms) => timers.push({ at: time + ms, run }),
  });
});

function ask(uid: number, name: string, rest: Partial<Paced> = {}): void {
  pace({ uid, amount: 1, run: () => begun.push(name), ...rest });
}

/** Runs the timers that are due until then. */
function pass(ms: number): void {
  time += ms;
  const due = timers.filter(({ at }) => at <= time);
  timers = timers.filter(({ at }) => at > time);
  for (const { run } of due) run();
}

it('begins what is within the burst at once, and the rest at the rate, in its order', () => {
  for (const name of ['a', 'b', 'c', 'd']) ask(1000, name);
  expect(begun).toEqual(['a', 'b']);
  expect(timers).toHaveLength(1);
  pass(100);
  expect(begun).toEqual(['a', 'b', 'c']);
  pass(100);
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  expect(timers).toEqual([]);
});

it('lets nobody wait for another user', () => {
  for (const name of ['a', 'b', 'c']) ask(1000, name);
  ask(0, 'of root');
  expect(begun).toEqual(['a', 'b', 'of root']);
});

it('lets nothing small pass before something large of the same user', () => {
  ask(1000, 'a');
  ask(1000, 'large', { amount: 2 });
  ask(1000, 'small');
  expect(begun).toEqual(['a']);
  pass(100);
  expect(begun).toEqual(['a', 'large']);
  pass(100);
  expect(begun).toEqual(['a', 'large', 'small']);
});

it('passes over what nobody waits for any more', () => {
  let isGone = false;
  for (const name of ['a', 'b']) ask(1000, name);
  ask(1000, 'cancelled', { isGone: () => isGone });
  ask(1000, 'c');
  isGone = true;
  pass(100);
  expect(begun).toEqual(['a', 'b', 'c']);
});

it('goes on for a user who asks from within what began', () => {
  const run = (): void => {
    begun.push('a');
    ask(1000, 'inner');
  };
  ask(1000, 'a', { run });
  expect(begun).toEqual(['a', 'inner']);
});
