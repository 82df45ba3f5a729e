// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createDrawGate } from './draw-gate.ts';

it('goes on while little waits, and stops until enough was drawn', async () => {
  const drawn: (() => void)[] = [];
  const gate = createDrawGate((_, done) => drawn.push(done));
  for (let count = 0; count < 8; count += 1) await gate.write(new Uint8Array(16_384));
  let isFree = false;
  const waiting = gate.write(new Uint8Array(1)).then(() => (isFree = true));
  await Promise.resolve();
  expect(isFree).toBe(false);
  drawn.shift()?.();
  await waiting;
  expect(isFree).toBe(true);
});
