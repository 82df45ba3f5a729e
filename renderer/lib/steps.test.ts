// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { doInTurns, lastOf, type Steps } from './steps.ts';

function* count(to: number, onStep: () => void = () => undefined): Steps<number> {
  for (let step = 0; step < to; step += 1) {
    onStep();
    yield;
  }
  return to;
}

it('does all steps at once when nobody has to be let through', () => {
  expect(lastOf(count(5))).toBe(5);
});

it('lets others through between turns, and gives the result once', async () => {
  let steps = 0;
  let between = 0;
  const others = setInterval(() => (between += steps < 20 ? 1 : 0), 0);
  const results: number[] = [];
  doInTurns(
    count(20, () => (steps += 1)),
    (result) => results.push(result),
    { workMs: 0, restMs: 1 },
  );
  await expect.poll(() => results).toEqual([20]);
  clearInterval(others);
  expect(between).toBeGreaterThan(2);
});

it('stops when it is no longer wanted', async () => {
  let steps = 0;
  const results: number[] = [];
  const stop = doInTurns(
    count(1000, () => (steps += 1)),
    (result) => results.push(result),
    { workMs: 0, restMs: 1 },
  );
  await expect.poll(() => steps).toBeGreaterThan(0);
  stop();
  const stopped = steps;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([steps, results]).toEqual([stopped, []]);
});
