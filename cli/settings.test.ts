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
      ...['pids=100', 'description=Shop = pages', 'autostart=10+30s', 'hostname=none'],
      ...['env.LANG=C.UTF-8', 'env.OPTS=a=b', 'env.DEBUG='],
    ];
    const { stdout } = await runCommand(['set', 'web', ...words, '--json'], { socketPath: await openHost(asked) });
    expect(linesOf(stdout)).toEqual([{ name: 'web', applied: { pids: 'live', environment: 'next-start' }, notes: [] }]);
    expect(asked).toEqual([
      { name: 'web', limits: { pids: 100 } },
      {
        name: 'web',
        settings: {
          description: 'Shop = pages',
          autostart: { order: 10, delaySeconds: 30 },
          hostname: null,
          environment: [
            { name: 'LANG', value: 'C.UTF-8' },
            { name: 'OPTS', value: 'a=b' },
            { name: 'DEBUG', value: null },
          ],
        },
      },
    ]);
  });

  it.each([
    ['autostart=often', 'autostart: write yes, none, an order'],
    ['autostart=5000', 'autostart: must be at most 999'],
    ['hostname=-x', 'hostname: must hold letters'],
    ['env.1A=b', 'environment: must be a name such as LANG'],
    ['env.container=b', 'environment: is set by the container itself'],
    ['description', 'description: give KEY=VALUE'],
    ['description=a\u202eb', 'description: must be one line'],
  ])('with %j is a usage error, and asks no host', async (word, problem) => {
    const { exitCode, stderr } = await runCommand(['set', 'web', 'pids=100', word], { socketPath: '/nowhere' });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
  });
});
