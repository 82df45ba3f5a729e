// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { firstPicture } from './first-picture.ts';

const signal = new AbortController().signal;

it('takes the picture once the window shows its host, and not while it is connecting', async () => {
  const taken: string[] = [];
  let fill: () => void = () => undefined;
  const filled = new Promise<void>((resolve) => (fill = resolve));
  let state = 'connecting';
  const picture = firstPicture(
    { screenshot: async () => void taken.push(state) },
    { path: '/x.png', filled, signal },
    1000,
  );
  await new Promise((resolve) => setImmediate(resolve));
  state = 'connected';
  fill();
  expect([await picture, taken]).toEqual([true, ['connected']]);
});

it('takes one of what there is when the host is not shown in time', async () => {
  let taken = 0;
  const never = new Promise<void>(() => undefined);
  expect(
    await firstPicture({ screenshot: async () => void (taken += 1) }, { path: '/x.png', filled: never, signal }, 10),
  ).toBe(false);
  expect(taken).toBe(1);
});
