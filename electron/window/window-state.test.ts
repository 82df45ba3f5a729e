// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fitBounds, fragmentOf, parseWindowState } from './window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };

test('opens where it was', () => {
  expect(fitBounds({ x: 100, y: 50, width: 1400, height: 900 }, [screen])).toEqual({
    x: 100,
    y: 50,
    width: 1400,
    height: 900,
  });
});

test('opens on a second screen, also to the left of the first', () => {
  const second = { x: -1280, y: 0, width: 1280, height: 1024 };
  expect(fitBounds({ x: -1200, y: 10, width: 1000, height: 700 }, [screen, second])).toEqual({
    x: -1200,
    y: 10,
    width: 1000,
    height: 700,
  });
});

test('comes home when its screen is gone', () => {
  expect(fitBounds({ x: 2500, y: 50, width: 1400, height: 900 }, [screen])).toEqual({ width: 1280, height: 800 });
});

test('is never larger than the screen', () => {
  const small = { x: 0, y: 0, width: 1024, height: 700 };
  expect(fitBounds(undefined, [small])).toEqual({ width: 1024, height: 700 });
  expect(fitBounds({ x: 0, y: 0, width: 3000, height: 2000 }, [small])).toEqual({
    x: 0,
    y: 0,
    width: 1024,
    height: 700,
  });
});

const bounds = { x: -10, y: 0, width: 1280, height: 800 };

test('a state is read as it was written', () => {
  for (const state of [
    { isMaximized: false, fragment: '' },
    { isMaximized: true, fragment: '#/denials?range=1h', bounds },
  ])
    expect(parseWindowState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test.each([
  null,
  [],
  {},
  { isMaximized: 'yes', fragment: '' },
  { isMaximized: false, fragment: '/../other.html' },
  { isMaximized: false, fragment: '#a b' },
  { isMaximized: false, fragment: `#${'a'.repeat(2000)}` },
  { isMaximized: false, fragment: '', bounds: null },
  { isMaximized: false, fragment: '', bounds: { ...bounds, width: 0 } },
  { isMaximized: false, fragment: '', bounds: { ...bounds, x: 0.5 } },
  { isMaximized: false, fragment: '', bounds: { ...bounds, y: 1e9 } },
  { isMaximized: false, fragment: '', bounds: { ...bounds, height: '800' } },
])('%j is no state', (raw) => {
  expect(parseWindowState(raw)).toBeUndefined();
});

test('a place on the page is a fragment and nothing else', () => {
  expect(fragmentOf('app://bulkhead/index.html#/denials?range=1h')).toBe('#/denials?range=1h');
  expect(fragmentOf('app://bulkhead/index.html?a')).toBe('');
  expect(fragmentOf(`app://bulkhead/index.html#${'a'.repeat(2000)}`)).toBe('');
});
