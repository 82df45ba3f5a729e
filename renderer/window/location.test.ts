// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { chooseTime, navigate, replaceRoute, startLocation, useLocation } from './location.ts';
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

it('has the chosen time when it has settled, keeps it for another filter, and leaves it with the page', () => {
  navigate({ page: 'activity', filter: '' });
  window.dispatchEvent(new Event('hashchange'));
  chooseTime({ kind: 'last', seconds: 60 });
  chooseTime({ kind: 'between', from: 1000, to: 2000 });
  expect(window.location.hash).toBe('#/activity');
  vi.runAllTimers();
  expect(window.location.hash).toBe('#/activity?from=1000&until=2000');
  expect(remembered('location')).toBe(window.location.hash);
  replaceRoute({ page: 'activity', filter: 'web' });
  expect(window.location.hash).toBe('#/activity?filter=web&from=1000&until=2000');
  expect(useLocation.getState().time).toEqual({ kind: 'between', from: 1000, to: 2000 });
  navigate({ page: 'images', filter: '' });
  window.dispatchEvent(new Event('hashchange'));
  expect(useLocation.getState().time).toBeUndefined();
});

it('keeps a time that was chosen after the address was written, whatever is said of that address later', () => {
  navigate({ page: 'activity', filter: '' });
  window.dispatchEvent(new Event('hashchange'));
  chooseTime({ kind: 'last', seconds: 3600 });
  vi.runAllTimers();
  chooseTime({ kind: 'between', from: 1000, to: 2000 });
  window.dispatchEvent(new Event('hashchange'));
  expect(useLocation.getState().time).toEqual({ kind: 'between', from: 1000, to: 2000 });
});

it('does not write a time into the address of the next place', () => {
  navigate({ page: 'activity', filter: '' });
  window.dispatchEvent(new Event('hashchange'));
  chooseTime({ kind: 'last', seconds: 3600 });
  navigate({ page: 'images', filter: '' });
  vi.runAllTimers();
  expect(window.location.hash).toBe('#/images');
});
