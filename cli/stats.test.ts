// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { given } from '../testing/given-host.ts';
import { sampling } from '../testing/common-handlers.ts';
import { fakeSample } from '../testing/models/sample.ts';

describe('stats', () => {
  it('gives a line for each container and sample, and ends after --count', async () => {
    const socketPath = await given({ ...sampling, 'container.list': async () => ({ containers: [fakeContainer()] }) });
    const { stdout, exitCode } = await runCommand(['stats', 'web', '--count', '2', '--json'], { socketPath });
    const row = {
      name: 'web',
      cpu_usec: 123_456,
      cpu_percent: 12.5,
      cpu_throttled_percent: 0,
      memory_bytes: 67_108_864,
      memory_anon: 41_943_040,
      memory_file: 20_971_520,
      memory_kernel: 4_194_304,
      memory_max: 536_870_912,
      pids: 9,
      disk_bytes: 2048,
      disk_max: 10_737_418_240,
      disk_inodes: 7,
      disk_inodes_max: 500_000,
      io_read_bytes: 4096,
      io_write_bytes: 8192,
      net_rx_bytes: 100,
      net_tx_bytes: 200,
      interfaces: [],
      psi_cpu_some_avg10: 0.5,
      psi_memory_some_avg10: 0,
      psi_io_some_avg10: null,
    };
    expect({ exitCode, lines: linesOf(stdout) }).toEqual({
      exitCode: 0,
      lines: [
        { time: 1, ...row },
        { time: 2, ...row },
      ],
    });
  });

  it('ends at Ctrl-C as if it had been asked to', async () => {
    const socketPath = await given(sampling);
    const { exitCode, stderr } = await runCommand(['stats', '--stream', '--json'], {
      socketPath,
      onOutput: (_, interrupt) => interrupt(),
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  const terminal = { columns: 80, rows: 24 };
  const variables = { NO_COLOR: '1' };

  it('draws one table in its place on a terminal, with the columns that fit (M15)', async () => {
    const socketPath = await given(sampling);
    const { stdout } = await runCommand(['stats', '--count', '3'], { socketPath, terminal, variables });
    const [first = '', ...others] = stdout.split('\u001b[2A\u001b[J');
    expect(first).toMatch(/^NAME +CPU +MEMORY +.*\nweb +12\.5 % +64 MiB .*\n$/);
    expect(others).toEqual([first, first]);
    expect(first.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const wide = await runCommand(['stats', '--wide', '--no-stream'], { socketPath, terminal, variables });
    expect(wide.stdout).toMatch(/^TIME .* IO\n.*\n$/);
  });

  it('goes on by itself on a terminal only', async () => {
    const socketPath = await given(sampling);
    let count = 0;
    const onOutput = (_: string, interrupt: () => void): void => {
      count += 1;
      if (count === 3) interrupt();
    };
    expect((await runCommand(['stats'], { socketPath, terminal, variables, onOutput })).exitCode).toBe(0);
    expect(count).toBeGreaterThanOrEqual(3);
    for (const words of [['stats', '--json'], ['stats']]) {
      const { stdout, exitCode } = await runCommand(words, { socketPath });
      expect([exitCode, stdout.match(/web/g)?.length]).toEqual([0, 1]);
    }
    const once = await runCommand(['stats', '--no-stream'], { socketPath, terminal, variables });
    expect(once.stdout.match(/web/g)).toHaveLength(1);
  });

  it('counts the containers for which the terminal has no lines', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `c${index}`);
    const socketPath = await given({
      async *'sample.watch'() {
        for (const time of [1, 2]) yield { samples: [fakeSample(time, names)] };
        return {};
      },
    });
    const { stdout } = await runCommand(['stats', '--count', '2'], { socketPath, terminal, variables });
    const [, second = ''] = stdout.split('\u001b[23A\u001b[J');
    expect(second.trimEnd().split('\n')).toHaveLength(23);
    expect(second.trimEnd().split('\n').at(-1)).toBe('and 9 more');
  });

  it('knows a name that does not exist', async () => {
    const socketPath = await given({ ...sampling, 'container.list': async () => ({ containers: [] }) });
    expect(await runCommand(['stats', 'web'], { socketPath })).toMatchObject({ exitCode: 1, stdout: '' });
  });
});
