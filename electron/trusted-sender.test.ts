// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { isTrustedSender } from './trusted-sender.ts';

const page = { url: 'app://bulkhead/index.html#/containers', parent: null };

test('our own page in our own window is heard', () => {
  expect(isTrustedSender(page, true)).toBe(true);
});

test.each([
  ['another window', page, false],
  ['a frame within the page', { ...page, parent: {} }, true],
  ['another origin', { ...page, url: 'https://example.org/' }, true],
  ['a page without an origin', { ...page, url: 'about:blank' }, true],
  ['a frame that is gone', null, true],
])('%s is not', (_, frame, isOurWindow) => {
  expect(isTrustedSender(frame, isOurWindow)).toBe(false);
});
