// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useClock } from '../window/clock.ts';
import { hostNow, noteHostTime, useHostClock } from './host-clock.ts';
import { clearHostStores } from './host-stores.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: useClock.getState().now * 1000 });
});

afterEach(() => {
  clearHostStores();
  vi.useRealTimers();
});

it('is that of this machine while samples are late by some seconds only', () => {
  noteHostTime(Date.now() / 1000 - 20);
  const { result } = renderHook(useHostClock);
  expect(result.current).toEqual({ now: useClock.getState().now, clockNote: undefined });
});

it('is that of the host where the clocks differ, and says so until they agree', () => {
  const { result } = renderHook(useHostClock);
  act(() => noteHostTime(Date.now() / 1000 - 7200));
  expect(result.current.clockNote).toMatch(/^The clock of the host is 2 h behind the clock of this machine\./);
  expect(useClock.getState().now - result.current.now).toBe(7200);
  expect(Date.now() / 1000 - hostNow()).toBe(7200);
  act(() => noteHostTime(Date.now() / 1000 + 90));
  expect(result.current.clockNote).toMatch(/^The clock of the host is 1 min 30 s ahead/);
  act(() => noteHostTime(Date.now() / 1000));
  expect(result.current.clockNote).toBeUndefined();
});
