// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { given } from '../testing/given-host.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const openHost = (asked: unknown[]): Promise<string> =>
  given({
    'container.configure': async (params) => {
      asked.push(params);
      return { container: fakeContainer(), applied: [{ key: 'pids', applies: 'live', note: null }] };
    },
    'container.change-settings': async (params) => {
      asked.push(params);
      return { container: fakeContainer(), applied: [{ key: 'environment', applies: 'next-start' }] };
    },
  });

describe('set', () => {
  it('changes settings beside limits, and says when each is in force', async () => {
    const asked: unknown[] = [];
    const words = [
      ...[
        'pids=100',
        'cpu-weight=200',
        'cpu-set=0-3,6',
        'description=Shop = pages',
        'autostart=10+30s',
        'hostname=none',
      ],
      ...['address=10.0.3.20', 'dns=192.0.2.1,192.0.2.2', 'search=none'],
      ...['env.LANG=C.UTF-8', 'env.OPTS=a=b', 'env.DEBUG=', 'lxc.sched.core=1', 'lxc.cap.drop='],
    ];
    const { stdout } = await runCommand(['set', 'web', ...words, '--json'], { socketPath: await openHost(asked) });
    expect(linesOf(stdout)).toEqual([{ name: 'web', applied: { pids: 'live', environment: 'next-start' }, notes: [] }]);
    expect(asked).toEqual([
      { name: 'web', limits: { pids: 100, cpuWeight: 200, cpuSet: '0-3,6' } },
      {
        name: 'web',
        settings: {
          description: 'Shop = pages',
          autostart: { order: 10, delaySeconds: 30 },
          hostname: null,
          address: '10.0.3.20',
          nameservers: ['192.0.2.1', '192.0.2.2'],
          searchDomains: [],
          environment: [
            { name: 'LANG', value: 'C.UTF-8' },
            { name: 'OPTS', value: 'a=b' },
            { name: 'DEBUG', value: null },
          ],
          lines: [
            { key: 'lxc.sched.core', value: '1' },
            { key: 'lxc.cap.drop', value: null },
          ],
        },
      },
    ]);
  });

  it.each([
    ['cpu-set=0-3;6', 'cpu-set: Write a list of processors such as 0-3,6, or none.'],
    ['cpu-weight=20000', 'cpu-weight: must be at most 10000'],
    ['autostart=often', 'autostart: write yes, none, an order'],
    ['autostart=5000', 'autostart: must be at most 999'],
    ['hostname=-x', 'hostname: must hold letters'],
    ['address=10.0.3', 'address: must be an IPv4 address'],
    ['address=127.0.0.1', 'address: must be the address of one machine'],
    ['dns=a', 'dns: must be an IPv4 address'],
    ['dns=192.0.2.1,192.0.2.1', 'dns: must not hold the same twice'],
    ['search=a_b', 'search: must be a domain'],
    ['env.1A=b', 'environment: must be a name such as LANG'],
    ['env.container=b', 'environment: is set by the container itself'],
    ['lxc.hook.start=/bin/sh', 'lxc.hook.start: runs a program as root of the host'],
    ['lxc.sched.core=yes', 'lxc.sched.core: must be a value such as 1'],
    ['description', 'description: give KEY=VALUE'],
    ['description=a\u202eb', 'description: must be one line'],
  ])('with %j is a usage error, and asks no host', async (word, problem) => {
    const { exitCode, stderr } = await runCommand(['set', 'web', 'pids=100', word], { socketPath: '/nowhere' });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
  });
});
