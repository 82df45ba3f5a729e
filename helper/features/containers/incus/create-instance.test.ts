// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  answerAsync,
  answerError,
  answerSync,
  type AskedOfIncus,
  endedOperation,
  type ServedIncus,
  serveIncus,
} from '../../../incus/fixtures/serve-incus.ts';
import { someInstance } from '../../../incus/fixtures/some-instance.ts';
import { createIncusClient } from '../../../incus/incus-client.ts';
import { createIncusTransport } from '../../../incus/transport.ts';
import { openDatabase, type Connection } from '../../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../../journal/intent-journal.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { createInstance, deleteUnfinished, type NewInstance } from './create-instance.ts';

const request: NewInstance = {
  ...{ name: 'web', image: 'debian-13', pool: 'fast', start: false },
  limits: { memoryBytes: 2 ** 29, cpus: null, pids: 512, diskBytes: 2 ** 30 },
};

let folder = '';
let database: Connection;
let intents: IntentJournal;
let served: ServedIncus;
/** What Incus has; `driver` is that of the pool, `error` what it answers to a creation. */
const reserved: string[] = [];
const state = { config: undefined as Record<string, string> | undefined, driver: 'lvm', error: '' };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'create-'));
  database = openDatabase(join(folder, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  reserved.length = 0;
  Object.assign(state, { config: undefined, driver: 'lvm', error: '' });
  served = await serveIncus((asked, response) => {
    const { method, path, body } = asked;
    const { config = {} } = (body ?? {}) as { config?: Record<string, string> };
    if (path.startsWith('/1.0/profiles') || path.startsWith('/1.0/projects')) {
      if (method === 'POST') reserved.push(path);
      if (method === 'DELETE') reserved.pop();
      answerSync(response, []);
    } else if (path.startsWith('/1.0/storage-pools/')) answerSync(response, { driver: state.driver, config: {} });
    else if (path.startsWith('/1.0/operations/'))
      answerSync(response, { ...endedOperation, status_code: state.error === '' ? 200 : 400, err: state.error });
    else if (method === 'POST') {
      state.config = config;
      answerAsync(response, { ...endedOperation, status_code: 103 });
    } else if (state.config === undefined) answerError(response, 404, 'Instance not found');
    else if (method === 'DELETE') {
      state.config = undefined;
      answerAsync(response, endedOperation);
    } else if (method === 'PATCH') {
      Object.assign(state.config, config);
      answerSync(response, {});
    } else answerSync(response, someInstance('web', { config: state.config }));
  });
});
afterEach(async () => {
  await served.close();
  database.close();
  rmSync(folder, { recursive: true });
});

const create = (
  changes: Partial<NewInstance> = {},
  { start = async () => undefined, contexts = [] as string[], signal = neverAborts } = {},
): Promise<void> =>
  createInstance(
    { ...request, ...changes },
    {
      client: createIncusClient(createIncusTransport(served.socketPath)),
      ...{
        intents,
        start,
        now: () => 100,
        contexts: () => contexts,
        checkSelinux: () => undefined,
        freeIds: () => 200_000,
        announce: () => () => undefined,
        refresh: async () => undefined,
      },
    },
    signal,
  );
const posted = (): AskedOfIncus | undefined =>
  served.asked.find(({ method, path }) => method === 'POST' && path.startsWith('/1.0/instances'));

it('asks for a context, a label of the mount with the same pair, ids of its own, and no API for guests', async () => {
  await create({ member: 'two' });
  const { config, devices } = posted()?.body as {
    config: Record<string, string>;
    devices: Record<string, Record<string, string>>;
  };
  const [, level] = /bulkhead_t:(s0:c\d+,c\d+)$/m.exec(config['raw.lxc'] ?? '') ?? [];
  expect(posted()?.path).toBe('/1.0/instances?project=default&target=two');
  expect(devices).toEqual({
    root: {
      ...{ type: 'disk', path: '/', pool: 'fast', size: '1073741824' },
      'initial.block.mount_options': `discard,context="system_u:object_r:bulkhead_file_t:${level}"`,
    },
  });
  expect(config).toMatchObject({
    ...{ 'security.idmap.isolated': 'true', 'security.guestapi': 'false', 'user.bulkhead.version': '1' },
    ...{ 'security.idmap.base': '200000', 'security.idmap.size': '65536' },
    ...{ 'limits.memory': '536870912', 'limits.processes': '512' },
  });
  // Without what Incus mounts from the host.
  expect(config['raw.lxc']).toMatch(/^lxc\.mount\.entry = $/m);
});

it('is whole at the end: not under creation any more, no pair reserved, nothing in the journal', async () => {
  await create();
  expect([state.config?.['user.bulkhead.creating'], reserved, intents.pending()]).toEqual(['', [], []]);
});

it('leaves nothing behind when Incus cannot create it, nor when its start fails', async () => {
  const left = (): unknown => [state.config, reserved, intents.pending()];
  const start = (): Promise<never> => Promise.reject(new Error('no start'));
  await expect(create({ start: true }, { start })).rejects.toThrow('no start');
  expect(left()).toEqual([undefined, [], []]);
  state.error = 'no such image';
  await expect(create()).rejects.toThrow('no such image');
  expect(left()).toEqual([undefined, [], []]);
});

it('a pool that cannot label by the mount is denied before anything is reserved', async () => {
  state.driver = 'dir';
  await expect(create()).rejects.toMatchObject({ code: 'container-failed' });
  expect(served.asked.every(({ method }) => method === 'GET')).toBe(true);
});

it('recovery deletes only what was under creation', async () => {
  const client = createIncusClient(createIncusTransport(served.socketPath));
  state.config = { 'user.bulkhead.version': '1' };
  await deleteUnfinished(client, 'web');
  expect(state.config).toBeDefined();
  state.config = { 'user.bulkhead.creating': 'true' };
  await deleteUnfinished(client, 'web');
  expect(state.config).toBeUndefined();
  await deleteUnfinished(client, 'web');
});
