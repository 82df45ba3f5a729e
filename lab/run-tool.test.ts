// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { runTool, tryTool } from './run-tool.ts';

test('arguments are not seen by a shell', async () => {
  expect(await runTool('printf', ['%s', '$(id) `id`; id'])).toBe('$(id) `id`; id');
});

test('a failure shows what the program said', async () => {
  await expect(runTool('sh', ['-c', 'echo no such thing >&2; exit 3'])).rejects.toThrow(
    'cannot run sh: exit code 3\nno such thing',
  );
});

test('a program that is not there is named', async () => {
  await expect(tryTool('no-such-program', [])).rejects.toThrow('cannot run no-such-program');
});

test('an aborted program has ended when the call returns', async () => {
  const abort = new AbortController();
  const call = tryTool('sleep', ['30'], { signal: abort.signal });
  abort.abort();
  await expect(call).rejects.toThrow('cannot run sleep');
});
