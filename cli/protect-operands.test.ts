// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { protectOperands } from './protect-operands.ts';

it.each([
  ['exec web sh -c id', 'exec web -- sh -c id'],
  ['exec web ls --json -l', 'exec web -- ls --json -l'],
  ['--host lab exec --json web grep -- -x', '--host lab exec --json web -- grep -- -x'],
  ['exec web --quiet true', 'exec web --quiet -- true'],
  ['exec web -- sh -c id', 'exec web -- sh -c id'],
  ['exec -- web sh', 'exec -- web sh'],
  ['exec web', 'exec web'],
  ['exec', 'exec'],
  ['exec --help', 'exec --help'],
  ['--host exec shell web', '--host exec shell web'],
  ['tag web +prod -old', 'tag web -- +prod -old'],
  ['tag web -old --json +prod --host lab -h', 'tag web --json --host lab -- -old +prod -h'],
  ['--host lab tag --json web -old', '--host lab tag --json web -- -old'],
  ['tag web -- -old', 'tag web -- -old'],
  ['tag web --json', 'tag web --json'],
  ['tag web --host', 'tag web --host'],
  ['tag --help', 'tag --help'],
  ['ls --tag exec --json -x', 'ls --tag exec --json -- -x'],
  ['ls -h', 'ls -h'],
  ['ls --json', 'ls --json'],
  ['', ''],
])('makes of "%s" "%s" (window 26)', (words, expected) => {
  expect(protectOperands(words.split(' ')).join(' ')).toBe(expected);
});
