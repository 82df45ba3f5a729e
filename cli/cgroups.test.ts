// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { given } from '../testing/given-host.ts';
import { fakeControlGroup } from '../testing/models/control-group.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const root = { path: '/', processes: null, memoryBytes: null, cpuWeight: null } as const;
const serving = (omitted = 0) =>
  given({
    'cgroup.list': async () => ({
      readAt: 1000,
      groups: [
        fakeControlGroup(root),
        fakeControlGroup({
          path: '/lxc.payload.web',
          container: 'web',
          maxProcesses: 500,
          maxMemoryBytes: 1024 ** 3,
          maxCpus: 1.5,
          isFrozen: true,
        }),
        fakeControlGroup({ path: '/user.slice' }),
        fakeControlGroup({ path: '/user.slice/a\u001b[2J\udcff' }),
      ],
      omitted,
    }),
  });
const table = (stdout: string): readonly string[] => stdout.split('\n').map((line) => line.replace(/ +/g, ' ').trim());

describe('cgroups', () => {
  it('shows the tree with limits, and names that mean harm as text', async () => {
    const { stdout, stderr, exitCode } = await runCommand(['cgroups'], { socketPath: await serving(3) });
    expect([exitCode, stderr]).toEqual([0, 'And 3 more, which are not shown.\n']);
    expect(table(stdout)).toEqual([
      'GROUP CONTAINER PROCESSES MEMORY CPU TIME CPUS WEIGHT STATE',
      '/ - - - 1.5 s - -',
      'lxc.payload.web web 4 of 500 64 MiB of 1 GiB 1.5 s 1.5 100 frozen',
      'user.slice - 4 64 MiB 1.5 s - 100',
      String.raw`a\x1b[2J\u{dcff} - 4 64 MiB 1.5 s - 100`,
      '',
    ]);
    expect(stdout).toContain(String.raw`    a\x1b`);
  });

  it('keeps what is asked for', async () => {
    const socketPath = await serving();
    const found = async (...words: readonly string[]): Promise<readonly string[]> =>
      table((await runCommand(['cgroups', ...words], { socketPath })).stdout).map((line) => line.split(' ')[0] ?? '');
    expect(await found('--depth', '1')).toEqual(['GROUP', '/', 'lxc.payload.web', 'user.slice', '']);
    expect(await found('--grep', 'WEB')).toEqual(['GROUP', '/', 'lxc.payload.web', '']);
    const { stderr, exitCode } = await runCommand(['cgroups', '--grep', 'none'], { socketPath });
    expect([stderr, exitCode]).toEqual(['No control group holds this text.\n', 0]);
  });

  it('gives all of a group as JSON', async () => {
    const { stdout } = await runCommand(['cgroups', '--json', '--grep', 'web'], { socketPath: await serving() });
    expect(linesOf(stdout)[1]).toEqual({
      path: '/lxc.payload.web',
      depth: 1,
      container: 'web',
      groups_below: 0,
      processes: 4,
      processes_max: 500,
      memory_bytes: 67_108_864,
      memory_high_bytes: null,
      memory_max_bytes: 1_073_741_824,
      cpu_usec: 1_500_000,
      cpus_max: 1.5,
      cpu_weight: 100,
      frozen: true,
    });
  });
});
