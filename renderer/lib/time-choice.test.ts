// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import {
  formatTimeChoice,
  parseTimeChoice,
  rangeOf,
  rangeProblem,
  shiftRange,
  type TimeChoice,
} from './time-choice.ts';

const now = 1_764_504_000;
const read = (text: string) => parseTimeChoice(new URLSearchParams(text));

it('reads back what it writes into the address, in whole seconds', () => {
  const choices: readonly TimeChoice[] = [
    { kind: 'last', seconds: 600 },
    { kind: 'between', from: now - 1200, to: now - 600 },
  ];
  for (const choice of choices) expect(parseTimeChoice(new URLSearchParams(formatTimeChoice(choice)))).toEqual(choice);
  expect(formatTimeChoice({ kind: 'between', from: now + 0.7, to: now + 20.2 })).toEqual({
    from: String(now),
    until: String(now + 21),
  });
});

it('takes from an address no time that cannot be shown', () => {
  for (const text of ['', 'range=', 'range=5', 'range=1e9', 'from=1000', 'from=2000&until=1000', 'from=x&until=2000'])
    expect(read(text)).toBeUndefined();
});

it('moves with the clock, or stays', () => {
  expect(rangeOf({ kind: 'last', seconds: 600 }, now)).toEqual({ from: now - 600, to: now });
  expect(rangeOf({ kind: 'between', from: 1, to: 2 }, now)).toMatchObject({ from: 1, to: 2 });
});

it('moves by its own length, and not beyond the clock', () => {
  const range = { from: now - 2000, to: now - 1500 };
  expect(shiftRange(range, -1, now)).toEqual({ from: now - 2500, to: now - 2000 });
  expect(shiftRange(range, 1, now)).toEqual({ from: now - 1500, to: now - 1000 });
  expect(shiftRange({ from: now - 700, to: now - 200 }, 1, now)).toBeUndefined();
});

it.each([
  [-3600, 0, undefined],
  [-3600, 30, undefined],
  [0, -3600, 'The begin has to be before the end.'],
  [100, 200, /^This time is in the future: it is \d\d:\d\d on the host\.$/],
  [-3600, 3600, /^The end is in the future/],
  [-15, -10, 'A range has 10 s to 1 d.'],
  [-90_000, 0, 'A range has 10 s to 1 d.'],
])('says what is wrong from %i to %i', (from, to, problem) => {
  const said = rangeProblem({ from: now + from, to: now + to }, { now, longest: 86_400 });
  if (problem instanceof RegExp) expect(said).toMatch(problem);
  else expect(said).toBe(problem);
});

it('asks for a date where there is none', () => {
  expect(rangeProblem({ from: undefined, to: now }, { now, longest: 86_400 })).toMatch(/^Enter a date/);
});
