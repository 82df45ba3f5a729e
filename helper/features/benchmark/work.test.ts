// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { benchmarkClassSchema } from '../../../contract/model/benchmark.ts';
import { rateOf, workArguments } from './work.ts';

it('does each kind of work by one process, for the time that was asked', () => {
  for (const work of benchmarkClassSchema().options) {
    const args = workArguments(work, { seconds: 3, folder: '/w', result: '/w/r.yaml' });
    expect([args[1], args.slice(args.indexOf('--timeout'), args.indexOf('--timeout') + 4), args.slice(-2)]).toEqual([
      '1',
      ['--timeout', '3s', '--temp-path', '/w'],
      ['--yaml', '/w/r.yaml'],
    ]);
  }
});

it('reads operations a second of real time', () => {
  expect(
    rateOf(
      'metrics:\n    - stressor: null\n      bogo-ops: 26227\n      bogo-ops-per-second-usr-sys-time: ' +
        '30000.1\n      bogo-ops-per-second-real-time: 26145.632759\n',
    ),
  ).toBe(26145.632759);
});

it.each([
  ['bogo-ops-per-second-real-time:   12.5', 12.5],
  ['bogo-ops-per-second-real-time:12.5  \nx: 1', 12.5],
  ['bogo-ops-per-second-real-time: 12.5 13', undefined],
  ['bogo-ops-per-second-real-time: 12.5x', undefined],
  ['other-bogo-ops-per-second-real-time: 12.5', undefined],
])('reads %j as the rate %j', (text, rate) => {
  expect(rateOf(text)).toBe(rate);
});

it('takes nothing for a rate that is none', () => {
  for (const text of [
    '',
    'metrics:\n',
    'bogo-ops-per-second-real-time: 0.000000\n',
    'bogo-ops-per-second-real-time: nan\n',
  ])
    expect(rateOf(text)).toBeUndefined();
});
