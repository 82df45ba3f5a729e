// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createCountedSignal } from '../fixtures/counted-signal.ts';
import { streamCredit } from '../protocol.ts';
import { createCreditGate, createCreditGrants } from './credit.ts';

const never = new AbortController().signal;

/** Lets everything run that waits for nothing else. */
async function settleAll(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Takes `count` units one by one, and says how many it has got. */
function takeMany(gate: ReturnType<typeof createCreditGate>, count: number): { readonly taken: () => number } {
  let taken = 0;
  for (let index = 0; index < count; index += 1) void gate.take(never).then(() => (taken += 1));
  return { taken: () => taken };
}

it('gives as many units as it has, and each further one when it is granted', async () => {
  const gate = createCreditGate(2);
  const { taken } = takeMany(gate, 6);
  const seen: number[] = [];
  for (const units of [0, 1, 2, 5]) {
    if (units > 0) gate.grant(units);
    await settleAll();
    seen.push(taken());
  }
  expect(seen).toEqual([2, 3, 5, 6]);
  await gate.take(never);
});

it('rejects with the reason of a signal that aborts while it waits, and spends nothing', async () => {
  const gate = createCreditGate(0);
  const abort = new AbortController();
  const waiting = gate.take(abort.signal);
  abort.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  gate.grant(1);
  await gate.take(never);
});

it('rejects at once when the signal has aborted already, though there is credit', async () => {
  const gate = createCreditGate(1);
  await expect(gate.take(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  await gate.take(never);
});

it('leaves no listener on a signal that outlives what it waited for', async () => {
  const gate = createCreditGate(0);
  const listening = createCountedSignal();
  const waiting = gate.take(listening.signal);
  expect(listening.count()).toBe(1);
  gate.grant(1);
  await waiting;
  expect(listening.count()).toBe(0);
});

it('grants the credit of several items at once, before the sender has spent all', () => {
  const granted: number[] = [];
  const take = createCreditGrants((units) => void granted.push(units));
  for (let count = 0; count < streamCredit; count += 1) take();
  expect(granted).toEqual([8, 8, 8, 8]);
});
