// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createPolicySum } from './policy-sum.ts';

test('is read once for each policy, and again after one that came while it was read', () => {
  let sequence: number | undefined = 1;
  let reads = 0;
  let onRead = (): void => undefined;
  const sum = createPolicySum({
    sequence: () => sequence,
    read: () => {
      onRead();
      reads += 1;
      return `sum ${reads}`;
    },
  });
  expect([sum(), sum()]).toEqual(['sum 1', 'sum 1']);
  onRead = () => (sequence = 3);
  sequence = 2;
  expect([sum(), sum(), sum()]).toEqual(['sum 2', 'sum 3', 'sum 3']);
  onRead = () => undefined;
  sequence = undefined;
  expect([sum(), sum()]).toEqual(['sum 4', 'sum 5']);
});

test('what cannot be read is tried again', () => {
  const answers = [undefined, 'sum'];
  const sum = createPolicySum({ sequence: () => 1, read: () => answers.shift() });
  expect([sum(), sum()]).toEqual([undefined, 'sum']);
});
