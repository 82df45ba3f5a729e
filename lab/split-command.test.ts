// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { splitCommand } from './split-command.ts';

test("options after the guest's command belong to it", () => {
  expect(splitCommand(['ssh', '--user', 'operator', 'ls', '--name', '-la'])).toEqual({
    own: ['ssh', '--user', 'operator'],
    guest: ['ls', '--name', '-la'],
  });
});

test('two hyphens end our own options', () => {
  expect(splitCommand(['ssh', '--', '-x'])).toEqual({ own: ['ssh'], guest: ['-x'] });
});

test('a command without more is all ours', () => {
  expect(splitCommand(['up', '--name', 'tests'])).toEqual({ own: ['up', '--name', 'tests'], guest: [] });
});

test('a command of the cluster has two words, wherever its options are', () => {
  const args = ['cluster', '--members', '3', 'up', '--name', 'other', '--detach'];
  expect(splitCommand(args)).toEqual({ own: args, guest: [] });
});
