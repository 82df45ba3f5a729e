// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { navigate, replaceRoute, startLocation } from './location.ts';
import { remembered } from './preferences.ts';

startLocation();

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});

afterEach(() => {
  vi.useRealTimers();
  navigate({ page: 'overview' });
});

it('is remembered when a filter has been typed, and not at each of its keys', () => {
  replaceRoute({ page: 'containers', filter: 'w' });
  replaceRoute({ page: 'containers', filter: 'we' });
  expect(remembered('location')).toBeUndefined();
  vi.runAllTimers();
  expect(remembered('location')).toBe('#/containers?filter=we');
});

it('is remembered at once when the window closes or loads again', () => {
  replaceRoute({ page: 'containers', filter: 'web' });
  window.dispatchEvent(new Event('pagehide'));
  expect(remembered('location')).toBe('#/containers?filter=web');
});
