// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import { connectTargetHint } from '../contract/model/policy/connect-target.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { given } from '../testing/given-host.ts';
import { runCommand } from './fixtures/run-command.ts';

const own = ['confine', 'web', 'own'];

it('passes on choices, and what to connect to by type and by port', async () => {
  const asked: unknown[] = [];
  const socketPath = await given({
    async *'container.confine'(params) {
      asked.push(params);
      yield { step: 'check', fraction: 0 };
      return { container: fakeContainer(), applies: 'now' };
    },
  });
  const allowed = ['jit', 'connect:postgresql_port_t', 'connect:25', 'connect:25', 'connect:443/tcp'];
  const words = [...own, '--listen', '80', ...allowed.flatMap((word) => ['--allow', word])];
  expect((await runCommand(words, { socketPath })).exitCode).toBe(0);
  expect(asked).toEqual([
    {
      name: 'web',
      confinement: 'own',
      learnSeconds: 3600,
      allow: ['jit'],
      ports: [{ protocol: 'tcp', port: 80 }],
      connectTypes: ['postgresql_port_t'],
      connectPorts: [
        { protocol: 'tcp', port: 25 },
        { protocol: 'tcp', port: 443 },
      ],
    },
  ]);
});

it.each([
  ['connect:53/udp', connectTargetHint],
  ['connect:', connectTargetHint],
  ['connect:a,b', connectTargetHint],
  ['connects', 'A choice is one of: connect-web, '],
])('says of --allow %s what it may be', async (word, words) => {
  const { exitCode, stderr } = await runCommand([...own, '--allow', word], { socketPath: '/nowhere' });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(words.replace(/\.$/, ''))]);
});

it('says which port type the loaded policy does not have', async () => {
  const problem = 'no port type named nfs_port_t in the loaded policy; semanage port -l lists those that there are';
  const socketPath = await given({
    async *'container.confine'() {
      return fail('policy-rejected', { problems: [{ line: null, problem }] });
    },
  });
  const { exitCode, stderr } = await runCommand([...own, '--allow', 'connect:nfs_port_t'], { socketPath });
  expect([exitCode, stderr]).toEqual([1, `bulkheadctl: cannot install the policy module: ${problem}\n`]);
});
