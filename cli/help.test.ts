// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { given } from '../testing/given-host.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { describedProgram } from './run.ts';
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

describe('the help of all commands (M16)', () => {
  it('has one --format, which no command gives other words (m17)', () => {
    const ownersOf = (command: Command): readonly string[] => [
      ...(command.options.some(({ long }) => long === '--format') ? [command.name()] : []),
      ...command.commands.flatMap(ownersOf),
    ];
    expect(ownersOf(describedProgram())).toEqual(['bulkheadctl']);
  });

  it('has them in groups, the containers first', async () => {
    const { stdout } = await runCommand(['help']);
    const headings = [...stdout.matchAll(/^([A-Z][a-z ]+):$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'Options',
      ...['Containers', 'Isolation', 'Denials and policy', 'Storage', 'Network', 'Host'],
      'Examples',
    ]);
    expect(stdout).toMatch(/^Containers:\n {2}ls .*\n {2}show /m);
  });
});

describe('a former name of a command (m17)', () => {
  it.each([
    [
      ['--json', 'restore', 'web', 'before', '--yes'],
      ['--json', 'snapshot', 'restore', 'web', 'before', '--yes'],
    ],
    [
      ['drill', '--json', 'list'],
      ['drill', '--json', 'ls'],
    ],
    [
      ['drill', 'run', '--schedule', '04:30'],
      ['drill', 'schedule', '04:30'],
    ],
  ])('%j does what %j does', async (former, present) => {
    const snapshot = { name: 'before', createdAt: 0, bytes: 1, reason: 'taken', image: 'i', wasRunning: null } as const;
    const socketPath = await given({
      async *'snapshot.restore'() {
        return { restored: snapshot, kept: null };
      },
      'drill.list': async () => ({ reports: [], schedule: { at: '03:00', nextAt: 0, uid: 0, user: 'root' } }),
      'drill.schedule': async ({ at }) => ({ schedule: { at, nextAt: 0, uid: 0, user: 'root' } }),
    });
    const outcome = await runCommand(former, { socketPath });
    expect(outcome).toEqual(await runCommand(present, { socketPath }));
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('is in no help, and is no other word of a command line', async () => {
    const names = describedProgram().commands.map((command) => command.name());
    expect(names).not.toContain('restore');
    expect((await runCommand(['drill', '--help'])).stdout).not.toMatch(/^ {2}list\b|--schedule/m);
    const socketPath = await given({ 'container.start': async ({ name }) => fakeContainer({ name }) });
    expect((await runCommand(['start', 'restore'], { socketPath })).stdout).toBe('started restore\n');
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s has the commands and their options, without a host', async (shell) => {
    const { exitCode, stdout } = await runCommand(['completion', shell]);
    expect(exitCode).toBe(0);
    for (const word of ['snapshot', 'restore', 'no-stream']) expect(stdout).toContain(word);
  });

  it('knows no other shell', async () => {
    expect((await runCommand(['completion', 'csh'])).exitCode).toBe(2);
  });
});
