// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { given } from '../testing/given-host.ts';
import { sampling } from '../testing/common-handlers.ts';

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
    const { exitCode, stderr } = await runCommand(['stats', '--json'], {
      socketPath,
      onOutput: (_, interrupt) => interrupt(),
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('knows a name that does not exist', async () => {
    const socketPath = await given({ ...sampling, 'container.list': async () => ({ containers: [] }) });
    expect(await runCommand(['stats', 'web'], { socketPath })).toMatchObject({ exitCode: 1, stdout: '' });
  });
});
