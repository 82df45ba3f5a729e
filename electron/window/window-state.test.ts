// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fitBounds, windowStateSchema } from './window-state.ts';

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

test('a place on the page is a fragment and nothing else', () => {
  expect(windowStateSchema.safeParse({ isMaximized: false, fragment: '#/denials?range=1h' }).success).toBe(true);
  expect(windowStateSchema.safeParse({ isMaximized: false, fragment: '/../other.html' }).success).toBe(false);
});
