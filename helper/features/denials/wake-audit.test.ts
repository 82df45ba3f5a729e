// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type AuditWaker, createAuditWaker } from './wake-audit.ts';

const wake = vi.fn<() => Promise<void>>();
let waker: AuditWaker;

beforeEach(() => {
  vi.useFakeTimers();
  wake.mockReset().mockResolvedValue();
  waker = createAuditWaker(wake);
});
afterEach(() => {
  waker.close();
  vi.useRealTimers();
});

function notice(count: number): void {
  for (let one = 0; one < count; one += 1) waker.notice();
}
const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * 1000);

it('sends nothing for a few denials', async () => {
  for (let second = 0; second < 10; second += 1) {
    notice(5);
    await pass(1);
  }
  expect(wake).not.toHaveBeenCalled();
});

it('sends a record each second from a storm on, while something comes, and ends three seconds after', async () => {
  notice(100);
  await pass(1);
  expect(wake).toHaveBeenCalledTimes(1);
  for (let second = 0; second < 5; second += 1) {
    notice(1);
    await pass(1);
  }
  expect(wake).toHaveBeenCalledTimes(6);
  await pass(60);
  expect(wake).toHaveBeenCalledTimes(9);
  notice(5);
  await pass(60);
  expect(wake).toHaveBeenCalledTimes(9);
});

it('goes on where a record could not be sent, and does not send two at once', async () => {
  wake.mockRejectedValueOnce(new Error('cannot send')).mockReturnValue(new Promise(() => undefined));
  notice(100);
  await pass(30);
  expect(wake).toHaveBeenCalledTimes(2);
});

it('ends with the helper', async () => {
  notice(100);
  waker.close();
  await pass(60);
  expect(wake).not.toHaveBeenCalled();
});
