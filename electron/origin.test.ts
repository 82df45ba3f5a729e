// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { isOurs, isStartPage } from './origin.ts';

test('only app://bulkhead is ours', () => {
  expect(['app://bulkhead/index.html', 'app://bulkhead'].filter(isOurs)).toHaveLength(2);
  expect(
    [
      'app://bulkhead.example/',
      'app://bulkhead:1/',
      'app://x@bulkhead/',
      'https://bulkhead/',
      'file:///',
      'about:blank',
      'data:text/html,x',
      '',
    ].filter(isOurs),
  ).toEqual([]);
});

test('the window may only go to its start page, wherever on it', () => {
  expect(['app://bulkhead/index.html', 'app://bulkhead/index.html#/denials'].filter(isStartPage)).toHaveLength(2);
  expect(['app://bulkhead/other.html', 'app://bulkhead/index.html?x', 'app://bulkhead/'].filter(isStartPage)).toEqual(
    [],
  );
});
