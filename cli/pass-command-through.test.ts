// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { passCommandThrough } from './pass-command-through.ts';

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
  ['ls --json', 'ls --json'],
  ['', ''],
])('makes of "%s" "%s" (window 26)', (words, expected) => {
  expect(passCommandThrough(words.split(' ')).join(' ')).toBe(expected);
});
