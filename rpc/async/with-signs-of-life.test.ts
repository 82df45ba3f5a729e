// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withSignsOfLife } from './with-signs-of-life.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says that more will come for as long as the source gives nothing, and not after its end (N6)', async () => {
  let signs = 0;
  const give = async (): Promise<void> => void (signs += 1);
  async function* slowly(): AsyncGenerator<string> {
    yield 'first';
    await new Promise((resolve) => setTimeout(resolve, 65_000));
    yield 'second';
  }
  const values = withSignsOfLife(slowly(), give);
  expect(await values.next()).toEqual({ done: false, value: 'first' });
  const second = values.next();
  await vi.advanceTimersByTimeAsync(65_000);
  expect([await second, signs]).toEqual([{ done: false, value: 'second' }, 3]);
  expect((await values.next()).done).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
