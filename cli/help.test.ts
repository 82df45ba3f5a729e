// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { runCommand } from './fixtures/run-command.ts';

describe('help', () => {
  it.each([
    [['help'], ['--help']],
    [
      ['help', 'ls'],
      ['ls', '--help'],
    ],
    [
      ['help', 'snapshot', 'take'],
      ['snapshot', 'take', '--help'],
    ],
  ])('%j shows what %j shows', async (words, same) => {
    const { exitCode, stdout } = await runCommand(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: (await runCommand(same)).stdout });
    expect(stdout).toContain('Usage: bulkheadctl');
  });

  it('knows no command that there is not', async () => {
    expect(await runCommand(['help', 'snapshot', 'destroy'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        "bulkheadctl: cannot understand the command: unknown command 'snapshot destroy'; see bulkheadctl --help\n",
    });
  });
});

describe('a command that there is not', () => {
  it.each([
    [['shop'], 'bulkheadctl'],
    [['snapshot', 'rn'], 'bulkheadctl snapshot'],
  ])('%j is answered without another one that could change something (M16)', async (words, command) => {
    expect((await runCommand(words)).stderr).toBe(
      `bulkheadctl: cannot understand the command: unknown command '${words.at(-1) ?? ''}'; see ${command} --help\n`,
    );
  });

  it('and a mistake in an option names the help of its command, with the option that was meant (m17)', async () => {
    expect((await runCommand(['snapshot', 'take', 'web', '--az'])).stderr).toContain(
      "unknown option '--az' (Did you mean --as?); see bulkheadctl snapshot take --help\n",
    );
  });
});
