// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls, type RecordedCall } from '../../testing/record-calls.ts';
import { pauseMs } from '../../host/use-repeated-answer.ts';
import { useProcesses } from './use-processes.ts';

let problem: (() => never) | undefined;
let calls: readonly RecordedCall[];
let isHidden: boolean;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => isHidden);
  [problem, isHidden] = [undefined, false];
  let looks = 0;
  calls = recordCalls({
    'container.processes': () => {
      problem?.();
      looks += 1;
      return { readAt: looks, omitted: 0, processes: [] };
    },
  });
});
afterEach(() => {
  cleanup();
  clearHostStores();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

async function look(run: number | null, isPaused = false) {
  const hook = renderHook(
    (given: { readonly run: number | null; readonly isPaused: boolean }) =>
      useProcesses('web', given.run, given.isPaused),
    { initialProps: { run, isPaused } },
  );
  await pass(0);
  return hook;
}

it('asks again while the window is in sight, and at once when it is again', async () => {
  const { result, unmount } = await look(1);
  expect([result.current.latest?.readAt, result.current.before]).toEqual([1, undefined]);
  await pass(pauseMs);
  expect([result.current.latest?.readAt, result.current.before?.readAt]).toEqual([2, 1]);
  isHidden = true;
  await pass(10 * pauseMs);
  expect(calls).toHaveLength(2);
  isHidden = false;
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  await pass(0);
  expect(calls).toHaveLength(3);
  unmount();
  await pass(10 * pauseMs);
  expect(calls).toHaveLength(3);
});

it('asks nothing while it is paused or nothing runs, and keeps what there is', async () => {
  await look(null);
  expect(calls).toEqual([]);
  const { result, rerender } = await look(1);
  rerender({ run: 1, isPaused: true });
  await pass(10 * pauseMs);
  expect([calls.length, result.current.latest?.readAt]).toEqual([1, 1]);
});

it('forgets what an earlier run of the container had', async () => {
  const { result, rerender } = await look(1);
  rerender({ run: 2, isPaused: false });
  expect(result.current.latest).toBeUndefined();
  await pass(0);
  expect([result.current.latest?.readAt, result.current.before]).toEqual([2, undefined]);
});

it('says why a look failed, keeps the answer before it, and goes on', async () => {
  problem = () => fail('not-authorised', { action: 'view-host' });
  const { result } = await look(1);
  expect(result.current.problem).toContain('without a password');
  problem = undefined;
  await pass(pauseMs);
  expect(result.current).toMatchObject({ latest: { readAt: 1 }, problem: undefined });
  problem = () => fail('container-not-running', { name: 'web' });
  await pass(pauseMs);
  expect(result.current.latest?.readAt).toBe(1);
  expect(result.current.problem).toContain('not running');
});
