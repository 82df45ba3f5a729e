// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { given } from '../testing/given-host.ts';
import { noDenials, sampling } from '../testing/common-handlers.ts';
import { webRow } from './fixtures/container-rows.ts';

describe('what is done to containers by name', () => {
  it.each([
    ['start', 'container.start', 'started'],
    ['restart', 'container.restart', 'restarted'],
    ['freeze', 'container.freeze', 'froze'],
    ['unfreeze', 'container.unfreeze', 'unfroze'],
  ] as const)('%s does %s', async (word, operation, done) => {
    const consent = word === 'restart' ? ['--yes'] : [];
    const socketPath = await given({
      [operation]: async ({ name }: { name: string }) => fakeContainer({ name }),
      ...sampling,
      ...noDenials,
    });
    expect((await runCommand([word, 'web', 'db', ...consent], { socketPath })).stdout).toBe(
      `${done} web\n${done} db\n`,
    );
    expect(linesOf((await runCommand([word, 'web', '--json'], { socketPath })).stdout)).toEqual([webRow]);
  });

  it('goes on after one that fails, and says so in the exit code', async () => {
    const socketPath = await given({
      'container.stop': async ({ name, force }) =>
        name === 'a' ? fail('container-not-running', { name }) : fakeContainer({ name: force ? 'forced' : name }),
    });
    expect(await runCommand(['stop', '--force', '--yes', 'a', 'b'], { socketPath })).toEqual({
      exitCode: 1,
      stdout: 'stopped b\n',
      stderr: 'bulkheadctl: cannot do this to the container a: it is not running; start it first\n',
    });
  });

  it('removes', async () => {
    const socketPath = await given({ 'container.remove': async () => ({}) });
    expect(linesOf((await runCommand(['rm', 'a', 'b', '--json', '--yes'], { socketPath })).stdout)).toEqual([
      { removed: 'a' },
      { removed: 'b' },
    ]);
  });

  it('sets limits and says for each when it counts', async () => {
    const asked: unknown[] = [];
    const socketPath = await given({
      'container.configure': async ({ limits }) => {
        asked.push(limits);
        return {
          container: fakeContainer(),
          applied: [
            { key: 'memoryBytes', applies: 'live', note: null },
            { key: 'pids', applies: 'next-start', note: null },
            { key: 'diskBytes', applies: 'live', note: 'its layer holds 2 GiB' },
          ],
        };
      },
    });
    const words = ['set', 'web', 'memory=1G', 'pids=none', 'disk=1G'];
    expect(linesOf((await runCommand([...words, '--json'], { socketPath })).stdout)).toEqual([
      { name: 'web', applied: { memory: 'live', pids: 'next-start', disk: 'live' }, notes: ['its layer holds 2 GiB'] },
    ]);
    expect((await runCommand(words, { socketPath })).stdout).toBe(
      'memory: live\npids: next-start\ndisk: live\nnote: its layer holds 2 GiB\n',
    );
    expect(asked[0]).toEqual({ memoryBytes: 1_073_741_824, pids: null, diskBytes: 1_073_741_824 });
  });
});
