// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { passedDescriptors } from './passed-descriptors.ts';

it('names what systemd passes, from descriptor 3 on', () => {
  const environment = { LISTEN_PID: '70', LISTEN_FDS: '3', LISTEN_FDNAMES: 'bulkhead-work.socket:console-1' };
  expect(passedDescriptors(environment, 70)).toEqual([
    { fd: 3, name: 'bulkhead-work.socket' },
    { fd: 4, name: 'console-1' },
    { fd: 5, name: 'unknown' },
  ]);
});

it.each([
  ['another process', { LISTEN_PID: '71', LISTEN_FDS: '1', LISTEN_FDNAMES: 'a' }],
  ['nobody', {}],
  ['it, though none', { LISTEN_PID: '70', LISTEN_FDS: '0' }],
  ['it, though not by a number', { LISTEN_PID: '70', LISTEN_FDS: '1e3' }],
])('gives none when they were passed to %s', (_whom, environment) => {
  expect(passedDescriptors(environment, 70)).toEqual([]);
});
