// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { fakeContainer } from '../../../testing/models/container.ts';
import { answerError, answerSync, type ServedIncus, serveIncus } from '../../incus/fixtures/serve-incus.ts';
import { someServer } from '../../incus/fixtures/some-instance.ts';
import { createIncusClient } from '../../incus/incus-client.ts';
import { createIncusTransport } from '../../incus/transport.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import { createClusterFeature } from './feature.ts';

let served: ServedIncus | undefined;

afterEach(async () => {
  await served?.close();
  served = undefined;
});

const containers = [
  fakeContainer({ name: 'web', engine: 'incus', member: 'one' }),
  fakeContainer({ name: 'db', engine: 'incus', member: 'one', state: 'stopped' }),
  fakeContainer({ name: 'mail', engine: 'incus', member: 'two' }),
  fakeContainer({ name: 'plain' }),
];

function members(socketPath: string): Promise<unknown> {
  const client = createIncusClient(createIncusTransport(socketPath));
  const { handlers } = createClusterFeature({
    client,
    containers: {
      list: async () => containers,
      cluster: {
        create: async () => fakeContainer(),
        async *move() {
          throw new Error('nothing here moves');
        },
        async *evacuate() {
          throw new Error('nothing here moves');
        },
      },
    },
  });
  return Promise.resolve(handlers['cluster.members']({}, { signal: neverAborts } as never));
}

async function ask(reply: (path: string, response: ServerResponse) => void): Promise<unknown> {
  served = await serveIncus(({ path }, response) => reply(path, response));
  return members(served.socketPath);
}

const clustered = {
  ...someServer,
  environment: { ...someServer.environment, server_clustered: true },
};

it('each member has its state, its load and its containers; one that is away says nothing of itself', async () => {
  const answer = await ask((path, response) => {
    if (path === '/1.0') answerSync(response, clustered);
    else if (path.startsWith('/1.0/cluster/members?'))
      answerSync(response, [
        {
          server_name: 'one',
          url: 'https://10.0.7.1:8443',
          status: 'Online',
          message: 'Fully operational',
          roles: ['database-leader'],
          groups: [],
        },
        { server_name: 'two', status: 'Offline', message: 'No heartbeat', roles: [], groups: [] },
      ]);
    else if (path.includes('/two/')) answerError(response, 503, 'no answer');
    else
      answerSync(response, {
        sysinfo: { load_averages: [0.5, 1, 2], total_ram: 8, free_ram: 3, buffered_ram: 1, logical_cpus: 2 },
        storage_pools: { fast: { space: { used: 1, total: 9 } } },
      });
  });
  expect(answer).toEqual({
    cluster: {
      version: '6.0.4',
      proof: null,
      member: 'one',
      members: [
        {
          address: '10.0.7.1',
          name: 'one',
          state: 'online',
          message: 'Fully operational',
          roles: ['database-leader'],
          groups: [],
          containers: 2,
          running: 1,
          load: 0.5,
          cpus: 2,
          memoryBytes: 8,
          freeMemoryBytes: 4,
          pools: [{ name: 'fast', usedBytes: 1, totalBytes: 9 }],
        },
        {
          address: null,
          name: 'two',
          state: 'offline',
          message: 'No heartbeat',
          roles: [],
          groups: [],
          containers: 1,
          running: 1,
          load: null,
          cpus: null,
          memoryBytes: null,
          freeMemoryBytes: null,
          pools: [],
        },
      ],
    },
  });
});

it('an Incus without a cluster has no members, and a host without Incus nothing', async () => {
  expect(await ask((_path, response) => answerSync(response, someServer))).toEqual({
    cluster: { version: '6.0.4', proof: null, member: null, members: [] },
  });
  expect(await members(join(mkdtempSync(join(tmpdir(), 'incus-')), 'none'))).toEqual({ cluster: null });
});

it('without a majority it says what that means', async () => {
  await expect(
    ask((path, response) =>
      path === '/1.0' ? answerSync(response, clustered) : answerError(response, 503, 'no available leader'),
    ),
  ).rejects.toMatchObject({
    code: 'incus-unavailable',
    message: expect.stringContaining('where most members of its cluster are away') as string,
  });
});
