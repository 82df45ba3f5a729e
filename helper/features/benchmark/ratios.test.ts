// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { ratiosOf, remarksOnSpread, rowOf } from './ratios.ts';

it('compares within a round, so that a minute in which the machine was busy counts for both', () => {
  expect(ratiosOf([50, 100, 25], [100, 200, 50])).toEqual({ median: 0.5, low: 0.5, high: 0.5 });
});

it('gives the middle and the quarters below and above', () => {
  expect(ratiosOf([0.9, 1, 1.1, 1.2, 0.8], [1, 1, 1, 1, 1])).toEqual({ median: 1, low: 0.9, high: 1.1 });
  expect(ratiosOf([1, 2], [1, 1])).toEqual({ median: 1.5, low: 1.25, high: 1.75 });
  expect(ratiosOf([1, 2, 3, 4], [1, 1, 1, 1])).toEqual({ median: 2.5, low: 1.75, high: 3.25 });
});

it('leaves out rounds in which one of the two was not measured, and says nothing when there is no other', () => {
  expect([ratiosOf([null, 3], [1, 4])?.median, ratiosOf([null, 3], [1, null])]).toEqual([0.75, null]);
});

it('makes a row of the rates alone', () => {
  const rates = { host: [100, 100], plain: [100, 98], bulkhead: [null, null] };
  expect(rowOf({ class: 'cpu', stressor: 'cpu', rates })).toEqual({
    class: 'cpu',
    stressor: 'cpu',
    rates,
    plain: { median: 0.99, low: 0.985, high: 0.995 },
    bulkhead: null,
  });
});

it('says of which work the rounds differ too much to tell anything', () => {
  const row = (work: 'cpu' | 'pipe', wide: number) => ({
    class: work,
    stressor: work,
    rates: { host: [], plain: [], bulkhead: [] },
    plain: null,
    bulkhead: { median: 1, low: 1 - wide / 2, high: 1 + wide / 2 },
  });
  expect(remarksOnSpread([row('cpu', 0.04)])).toEqual([]);
  expect(remarksOnSpread([row('cpu', 0.04), row('pipe', 0.5)])).toEqual([
    expect.stringMatching(/too much to say what isolation costs in: pipe\. /),
  ]);
});
