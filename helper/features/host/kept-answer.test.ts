// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { keepAnswer } from './kept-answer.ts';

it('looks once for all who ask within the time, and again after it', async () => {
  let [looks, time] = [0, 0];
  const ask = keepAnswer(
    async () => (looks += 1),
    1000,
    () => time,
  );
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  time = 999;
  expect(await ask()).toBe(1);
  time = 1000;
  expect(await ask()).toBe(2);
});

it('does not keep a look that failed', async () => {
  let looks = 0;
  const ask = keepAnswer(
    async () => {
      looks += 1;
      if (looks === 1) throw new Error('gone');
      return looks;
    },
    1000,
    () => 0,
  );
  await expect(ask()).rejects.toThrow('gone');
  expect(await ask()).toBe(2);
});
