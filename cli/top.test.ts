// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ContainerProcess } from '../contract/model/containers/process.ts';
import { given } from '../testing/given-host.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { fakeProcess } from '../testing/models/process.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const hostile = 'a) b (\n\u001b[2J\u202e';
const usual: readonly ContainerProcess[] = [
  fakeProcess({ pid: 10, parent: 9, rssBytes: 4 * 1024 * 1024 }),
  fakeProcess({ pid: 11, parent: 10, innerPid: 2, command: hostile, comm: hostile, rssBytes: 2 * 1024 * 1024 }),
  fakeProcess({
    pid: 12,
    parent: 1,
    innerPid: null,
    user: { inside: null, host: 0 },
    context: 'u:r:unconfined_t:s0',
    isStray: true,
    command: 'sleep 60',
    cgroup: 'stray\udcff',
  }),
];

/** Each look, a second after the one before, finds half a second more of processor time. */
function serving(omitted = 0) {
  let looks = 0;
  return given({
    'container.list': async () => ({ containers: [fakeContainer()] }),
    'container.processes': async () => {
      looks += 1;
      const processes = usual.map((one) => ({ ...one, cpuUsec: looks * 500_000 }));
      return { readAt: 1000 + looks, processes, omitted };
    },
  });
}

const terminal = { columns: 80, rows: 24 };
const variables = { NO_COLOR: '1' };

describe('top', () => {
  it('shows the tree once where the output is no terminal, with what a container chose made harmless', async () => {
    const { stdout, exitCode } = await runCommand(['top', 'web'], { socketPath: await serving(3) });
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => line.replace(/ +/g, ' ').trim())).toEqual([
      'PID INSIDE USER CPU MEMORY STATE CONTEXT CGROUP COMMAND',
      '10 1 0 0.5 s 4 MiB sleeping bulkhead_t:s0:c1,c2 init.scope /sbin/init',
      String.raw`11 2 0 0.5 s 2 MiB sleeping bulkhead_t:s0:c1,c2 init.scope a) b (\n\x1b[2J\u{202e}`,
      String.raw`12 - host 0 0.5 s 0 B sleeping ! unconfined_t:s0 stray\u{dcff} sleep 60`,
      'and 3 more, which are not shown',
      '',
    ]);
    expect(stdout).toContain(String.raw`  a) b (`);
  });

  it('draws one table in its place on a terminal, with the shares since the look before', async () => {
    const words = ['top', 'web', '--count', '2', '--interval', '0.5'];
    const { stdout } = await runCommand(words, { socketPath: await serving(), terminal, variables });
    const [first = '', second = '', ...others] = stdout.split('\u001b[4A\u001b[J');
    expect(others).toEqual([]);
    expect([first, second].map((text) => text.match(/\d+\.\d (?:s|%)/g))).toEqual([
      ['0.5 s', '0.5 s', '0.5 s'],
      ['50.0 %', '50.0 %', '50.0 %'],
    ]);
    expect(`${first}${second}`.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(second).toMatch(/! unconfined_t/);
  });

  it('goes on by itself on a terminal, until Ctrl-C', async () => {
    let looks = 0;
    const onOutput = (_: string, interrupt: () => void): void => {
      looks += 1;
      if (looks === 2) interrupt();
    };
    const options = { socketPath: await serving(), terminal, variables, onOutput };
    expect(await runCommand(['top', 'web', '--interval', '0.5'], options)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(looks).toBe(2);
  });

  it('gives a line of JSON for each process, in the order of a column where one is named', async () => {
    const { stdout } = await runCommand(['top', 'web', '--json', '--sort', 'memory'], { socketPath: await serving() });
    const lines = linesOf(stdout);
    expect(lines).toMatchObject([{ pid: 10 }, { pid: 11 }, { pid: 12 }]);
    expect(lines[2]).toEqual({
      time: 1001,
      pid: 12,
      inner_pid: null,
      parent: 1,
      depth: 0,
      uid: null,
      host_uid: 0,
      state: 'sleeping',
      comm: 'init',
      command: 'sleep 60',
      command_cut: false,
      context: 'u:r:unconfined_t:s0',
      stray: true,
      started_at: 1000,
      cpu_usec: 500_000,
      cpu_percent: null,
      rss_bytes: 0,
      cgroup: 'stray\udcff',
    });
  });

  it('shows those that hold a text, and says when none does', async () => {
    const socketPath = await serving();
    const found = await runCommand(['top', 'web', '--grep', 'SLEEP 6', '--json'], { socketPath });
    expect(linesOf(found.stdout)).toMatchObject([{ pid: 12 }]);
    const none = await runCommand(['top', 'web', '--grep', 'nothing'], { socketPath });
    expect([none.stdout, none.stderr]).toEqual(['', 'No process holds this text.\n']);
  });

  it('knows a name that does not exist, and an order that there is not', async () => {
    const socketPath = await serving();
    expect(await runCommand(['top', 'gone'], { socketPath })).toMatchObject({ exitCode: 1, stdout: '' });
    expect(await runCommand(['top', 'web', '--sort', 'age'], { socketPath })).toMatchObject({ exitCode: 2 });
  });
});
