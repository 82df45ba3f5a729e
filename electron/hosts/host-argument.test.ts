// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { hostArgument } from './host-argument.ts';

test.each([
  [['electron', '/app', '--host', 'lab'], 'lab'],
  [['electron', '/app', '--host=ssh://a@b'], 'ssh://a@b'],
  [['electron', '/app'], undefined],
  [['electron', '/app', '--host'], undefined],
])('%j names the host %s', (words, host) => {
  expect(hostArgument(words)).toBe(host);
});
