// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { mustRunProgram, runProgram } from './run-program.ts';

describe('a program', () => {
  it('is heard to its last word', async () => {
    const outputs = await Promise.all(
      Array.from({ length: 50 }, (_, index) => mustRunProgram('/bin/echo', [String(index)])),
    );
    expect(outputs).toEqual(Array.from({ length: 50 }, (_, index) => `${index}\n`));
  });

  it('gives its code and what it complained of', async () => {
    expect(await runProgram('/bin/sh', ['-c', 'echo no >&2; exit 3'])).toEqual({ code: 3, stdout: '', stderr: 'no\n' });
  });

  it('that leaves a daemon with its pipes is not waited for', async () => {
    const daemon = Number(await mustRunProgram('/bin/sh', ['-c', 'sleep 3600 & echo $!']));
    // Signal 0 finds a process that exists still.
    expect([process.kill(daemon, 0), process.kill(daemon, 'SIGKILL')]).toEqual([true, true]);
  });

  it('is killed when the signal aborts', async () => {
    await expect(runProgram('/bin/sleep', ['60'], { signal: AbortSignal.timeout(50) })).rejects.toThrow();
  });

  it('gets the words as they are, whatever is in them', async () => {
    expect(await mustRunProgram('/bin/echo', ['$(id); `id` "'])).toBe('$(id); `id` "\n');
  });
});
