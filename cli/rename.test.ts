// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { given } from '../testing/given-host.ts';
import { stoppedContainer } from '../testing/models/container.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

it('renames a container, and says how it is called then', async () => {
  const asked: unknown[] = [];
  const socketPath = await given({
    'container.rename': async (params) => {
      asked.push(params);
      return { ...stoppedContainer, name: params.to };
    },
  });
  expect((await runCommand(['rename', 'db', 'shop'], { socketPath })).stdout).toBe('db is called shop now\n');
  const { stdout } = await runCommand(['rename', 'db', 'shop', '--json'], { socketPath });
  expect(linesOf(stdout)).toEqual([{ done: { container: 'shop', former: 'db' } }]);
  expect(asked).toEqual([
    { name: 'db', to: 'shop' },
    { name: 'db', to: 'shop' },
  ]);
});
