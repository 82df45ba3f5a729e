// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createPressClock } from './press-clock.ts';

test('a press is good for one second, and for one thing', () => {
  let time = 5000;
  const clock = createPressClock(() => time);
  expect(clock.takePress()).toBe(false);
  clock.note('mouseDown');
  time += 1000;
  expect([clock.takePress(), clock.takePress()]).toEqual([true, false]);
  clock.note('rawKeyDown');
  time += 1001;
  expect(clock.takePress()).toBe(false);
  clock.note('mouseMove');
  expect(clock.takePress()).toBe(false);
});
