// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createPolicyTransactions } from './policy-transaction.ts';

const never = new AbortController().signal;

test('transactions run one after another, also after one that failed', async () => {
  const transactions = createPolicyTransactions();
  const seen: string[] = [];
  const first = transactions.run(async () => {
    seen.push('first begins');
    await Promise.resolve();
    seen.push('first fails');
    throw new Error('no');
  }, never);
  const second = transactions.run(async () => {
    seen.push('second');
    return Promise.resolve(2);
  }, never);
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe(2);
  expect(seen).toEqual(['first begins', 'first fails', 'second']);
});

test('one that was given up while it waited never begins, and lets the next one through', async () => {
  const transactions = createPolicyTransactions();
  let letGo = (): void => undefined;
  const first = transactions.run(() => new Promise<void>((resolve) => (letGo = resolve)), never);
  const givenUp = new AbortController();
  let hasBegun = false;
  const second = transactions.run(() => Promise.resolve((hasBegun = true)), givenUp.signal);
  const third = transactions.run(() => Promise.resolve('third'), never);
  givenUp.abort(new Error('given up'));
  await expect(second).rejects.toThrow('given up');
  letGo();
  await first;
  expect(await third).toBe('third');
  expect(hasBegun).toBe(false);
});
