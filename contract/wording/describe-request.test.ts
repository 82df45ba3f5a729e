// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { describeRequest } from './describe-request.ts';

it('has nothing to say of a call that asked for nothing', () => {
  expect(describeRequest(null)).toBeNull();
});

it('names the change that was undone, also when the log no longer has it', () => {
  expect(describeRequest({ kind: 'undo', id: 7, summary: 'set a boolean' })).toBe('change 7 (set a boolean)');
  expect(describeRequest({ kind: 'undo', id: 7, summary: null })).toBe('change 7 (no longer in the log)');
});

it('writes a command so that where an argument ends is seen', () => {
  const describe = (isShortened: boolean, ...argv: readonly string[]): string | null =>
    describeRequest({ kind: 'command', argv: [...argv], isShortened });
  expect(describe(false, '/bin/ls', '-la', 'a=b,c:%@+_')).toBe('/bin/ls -la a=b,c:%@+_');
  expect(describe(false, 'sh', '-c', "echo 'two words'", '', 'x;y', ';x', '$HOME')).toBe(
    "sh -c 'echo '\\''two words'\\''' '' 'x;y' ';x' '$HOME'",
  );
  expect(describe(true, 'cat', 'a')).toBe('cat a … (shortened)');
});
