// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { creationCommand, shellLine } from '../contract/wording/creation-command.ts';
import { type NewContainer, newContainerSchema } from '../contract/operations/containers/creation.ts';
import { noDenials, sampling } from '../testing/common-handlers.ts';
import { given } from '../testing/given-host.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { runCommand } from './fixtures/run-command.ts';

const plain: NewContainer = { name: 'web', image: 'debian-13' };
const volume = { source: '/srv/a:b', target: '/data' };

/** What a host is asked for by the command. */
async function asked(words: readonly string[]): Promise<unknown> {
  let params: unknown;
  const socketPath = await given({
    ...sampling,
    ...noDenials,
    async *'container.create'(wanted) {
      params = wanted;
      yield { step: 'check', fraction: 0 };
      return fakeContainer({ name: wanted.name });
    },
    'image.list': async () => ({ images: [] }),
  });
  const { stderr, exitCode } = await runCommand([...words, '--quiet'], { socketPath });
  expect([exitCode, stderr]).toEqual([0, '']);
  return params;
}

it('leaves out what is as usual', () => {
  expect(shellLine(creationCommand(newContainerSchema().parse(plain)))).toBe(
    'create web --image debian-13 --confinement shared',
  );
});

it('is one line for a shell', () => {
  const settings = { description: "Shop's pages; $HOME", environment: [] };
  expect(shellLine(creationCommand(newContainerSchema().parse({ ...plain, settings })))).toBe(
    String.raw`create web --image debian-13 --confinement shared --setting 'description=Shop'\''s pages; $HOME'`,
  );
});

it('says that no program is wanted where an image proposes one', () => {
  expect(creationCommand(newContainerSchema().parse(plain), { proposes: true })).toContain('program=none');
});

it.each<readonly [string, Partial<NewContainer>]>([
  ['nothing', {}],
  [
    'limits',
    {
      limits: {
        memoryBytes: 3 * 1024 ** 2 * 512,
        cpus: 1.5,
        pids: null,
        diskBytes: null,
        diskInodes: 70_000,
        ioReadBytesPerSecond: 100_000,
        ioWriteBytesPerSecond: 64 * 1024,
        ioWeight: 50,
      },
    },
  ],
  [
    'a network, ports, volumes and tags',
    {
      network: { kind: 'bridge', bridge: 'shop' },
      tags: ['a', 'b'],
      start: true,
      published: [
        { protocol: 'tcp', address: null, hostPort: 8080, port: 80 },
        { protocol: 'udp', address: '192.0.2.1', hostPort: 53, port: 53 },
      ],
      volumes: [
        { ...volume, readOnly: true, share: true },
        { source: '/srv/c', target: '/c', share: true },
      ],
    },
  ],
  [
    'its own domain that learns',
    {
      confinement: 'learning',
      learnSeconds: 90,
      allow: ['connect-web'],
      connectTypes: ['postgresql_port_t'],
      connectPorts: [{ protocol: 'tcp', port: 6379 }],
      ports: [
        { protocol: 'tcp', port: 80 },
        { protocol: 'udp', port: 53 },
      ],
    },
  ],
  [
    'settings',
    {
      settings: {
        description: "It's a shop; $HOME",
        autostart: { order: 10, delaySeconds: 30 },
        hostname: 'shop',
        address: '10.0.3.20',
        nameservers: ['192.0.2.53', '192.0.2.54'],
        searchDomains: ['example.org'],
        program: ['nginx', '-g', "daemon 'off';"],
        user: '101:0',
        folder: '/srv',
        stopSignal: 'SIGQUIT',
        environment: [{ name: 'A', value: 'x = y' }],
        lines: [{ key: 'lxc.prlimit.nofile', value: '4096' }],
      },
    },
  ],
])('with %s creates the same container', async (_, part) => {
  const chosen = newContainerSchema().parse({ ...plain, ...part });
  expect(newContainerSchema().parse(await asked(creationCommand(chosen)))).toEqual(chosen);
});
