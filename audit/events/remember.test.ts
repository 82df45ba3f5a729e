// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { remember } from './remember.ts';

function counted(): { readonly recall: (text: string) => { readonly text: string }; calls(): number } {
  let calls = 0;
  const recall = remember((text) => {
    calls += 1;
    return { text };
  });
  return { recall, calls: () => calls };
}

it('computes a repeated text once, and shares its result', () => {
  const { recall, calls } = counted();
  expect(recall('a')).toBe(recall('a'));
  expect(recall('b')).toEqual({ text: 'b' });
  expect(calls()).toBe(2);
});

it('keeps texts of ordinary length only', () => {
  const { recall, calls } = counted();
  for (const length of [1024, 1024, 1025, 1025]) recall('x'.repeat(length));
  expect(calls()).toBe(3);
});

it('forgets all when there are more than 4,096', () => {
  const { recall, calls } = counted();
  for (let index = 0; index < 4096; index += 1) recall(String(index));
  recall('0');
  expect(calls()).toBe(4096);
  recall('new');
  recall('0');
  expect(calls()).toBe(4098);
});
