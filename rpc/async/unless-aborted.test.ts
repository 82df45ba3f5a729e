// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createCountedSignal } from '../fixtures/counted-signal.ts';
import { unlessAborted } from './unless-aborted.ts';

it('gives the value, and leaves nothing at the signal', async () => {
  const { signal, count } = createCountedSignal();
  await expect(unlessAborted(Promise.resolve(7), signal)).resolves.toBe(7);
  await expect(unlessAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
  await Promise.resolve();
  expect(count()).toBe(0);
});

it('rejects with the reason of the signal when that comes first, or came before', async () => {
  const abort = new AbortController();
  const waiting = unlessAborted(new Promise(() => undefined), abort.signal);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(unlessAborted(Promise.resolve(7), abort.signal)).rejects.toThrow('enough');
});
