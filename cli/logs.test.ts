// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import type { LogLine } from '../contract/model/logs/log-line.ts';
import { given } from '../testing/given-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

function line(changes: Partial<LogLine> = {}): LogLine {
  return {
    time: 1_795_533_833,
    priority: 6,
    unit: 'nginx.service',
    identifier: 'nginx',
    pid: 42,
    message: 'started',
    isCut: false,
    ...changes,
  };
}

async function hostWith(lines: readonly LogLine[], asked: unknown[] = []): Promise<string> {
  return given({
    async *'log.read'(params) {
      asked.push(params);
      yield { lines: [...lines], isCaughtUp: false };
      yield { lines: [], isCaughtUp: true };
      return {};
    },
  });
}

describe('logs', () => {
  it('asks for what was chosen', async () => {
    const asked: unknown[] = [];
    const words = 'logs web --follow --since 10m --priority warning --unit nginx.service --grep fail --lines 5';
    await runCommand(words.split(' '), { socketPath: await hostWith([], asked), now: 1000 });
    expect(asked).toEqual([
      {
        name: 'web',
        source: 'journal',
        isFollowed: true,
        lines: 5,
        since: 400,
        priority: 4,
        unit: 'nginx.service',
        text: 'fail',
      },
    ]);
  });

  it('shows time, program and message, each line of it', async () => {
    const socketPath = await hostWith([
      line(),
      line({ time: null, identifier: null, message: 'one\ntwo', isCut: true }),
    ]);
    const { stdout, exitCode } = await runCommand(['logs', 'web'], { socketPath });
    expect({ exitCode, lines: stdout.split('\n') }).toEqual({
      exitCode: 0,
      lines: [
        expect.stringMatching(/^2026-11-\d\d \d\d:\d\d:\d\d nginx\[42\]: started$/),
        'one',
        '    two … (cut)',
        '',
      ],
    });
    expect((await runCommand(['logs', 'web', '--message'], { socketPath })).stdout).toBe('started\none\ntwo … (cut)\n');
  });

  it('gives the fields of the interface', async () => {
    const { stdout } = await runCommand(['logs', 'web', '--json'], { socketPath: await hostWith([line()]) });
    expect(linesOf(stdout)).toEqual([
      {
        time: 1_795_533_833,
        priority: 'info',
        unit: 'nginx.service',
        identifier: 'nginx',
        pid: 42,
        message: 'started',
        cut: false,
      },
    ]);
  });

  it('lets nothing that a container wrote act on the terminal (D6, D7)', async () => {
    const hostile = '\x1b]52;c;evil\x07\u202efake\u009b1m\r\ud800';
    const socketPath = await hostWith([line({ message: hostile, identifier: hostile })]);
    for (const words of [
      ['logs', 'web'],
      ['logs', 'web', '--message'],
      ['logs', 'web', '--json'],
    ]) {
      const { stdout } = await runCommand(words, { socketPath });
      expect(stdout.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it('says that there is nothing', async () => {
    const { stderr } = await runCommand(['logs', 'web'], { socketPath: await hostWith([]) });
    expect(stderr).toBe('The journal has no such lines.\n');
  });

  it('ends at Ctrl-C as if it had been asked to', async () => {
    const socketPath = await given({
      async *'log.read'(_, { signal }) {
        yield { lines: [line()], isCaughtUp: true };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return fail('cancelled', {});
      },
    });
    const { exitCode, stderr } = await runCommand(['logs', 'web', '--follow'], {
      socketPath,
      onOutput: (_, interrupt) => interrupt(),
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it.each([
    [['--follow', '--until', '1h'], '--follow goes on with new lines'],
    [['--source', 'console', '--unit', 'a.service'], '--unit is of the journal'],
    [['--unit', '--root=/'], 'A unit must be the name of a unit'],
    [['--priority', 'severe'], 'A level is 0 to 7'],
    [['--since', 'soon'], '--since soon: give epoch seconds'],
    [['--lines', '50001'], '--lines is at most 50000'],
  ])('%j is a mistake of usage', async (words, problem) => {
    const { exitCode, stderr } = await runCommand(['logs', 'web', ...words]);
    expect([exitCode, stderr.includes(problem)]).toEqual([2, true]);
  });
});
