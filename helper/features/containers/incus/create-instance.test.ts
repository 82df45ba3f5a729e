// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fail } from '../../../../contract/errors.ts';
import {
  answerAsync,
  answerError,
  answerSync,
  type AskedOfIncus,
  endedOperation,
  type ServedIncus,
  serveIncus,
} from '../../../incus/fixtures/serve-incus.ts';
import { projectOfNotes } from '../../../incus/fixtures/served-notes.ts';
import { confinedInstance, someInstance } from '../../../incus/fixtures/some-instance.ts';
import { createIncusClient } from '../../../incus/incus-client.ts';
import { createIncusTransport } from '../../../incus/transport.ts';
import { openDatabase, type Connection } from '../../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../../journal/intent-journal.ts';
import { pairsOf } from '../../../selinux/category-pairs.ts';
import { countPairs } from '../../../selinux/taken-pairs.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { createInstance, deleteUnfinished, type NewInstance } from './create-instance.ts';

const request: NewInstance = {
  name: 'web',
  image: 'debian-13',
  pool: 'fast',
  start: false,
  limits: { memoryBytes: 2 ** 29, cpus: null, pids: 512, diskBytes: 2 ** 30 },
};

let folder = '';
let database: Connection;
let intents: IntentJournal;
let served: ServedIncus;
/** What Incus has; `driver` is that of the pool, `error` what it answers to a creation. */
const reserved: string[] = [];
const written: string[] = [];
const labelled: string[] = [];
const state = {
  config: undefined as Record<string, string> | undefined,
  driver: 'lvm',
  error: '',
  fileError: '',
  options: '',
  isClosed: false,
};
const root = { type: 'disk', path: '/', pool: 'fast', size: '1GiB', 'initial.block.mount_options': 'of the other' };
const other = confinedInstance('db', 's0:c1,c2', {
  expanded_devices: {
    root,
    data: { type: 'disk', source: '/srv/data', path: '/srv' },
    eth0: { type: 'nic', network: 'incusbr0' },
  },
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'create-'));
  database = openDatabase(join(folder, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  reserved.length = 0;
  written.length = 0;
  labelled.length = 0;
  Object.assign(state, { config: undefined, driver: 'lvm', error: '', fileError: '', options: '', isClosed: false });
  served = await serveIncus((asked, response) => {
    const { method, path, body } = asked;
    const { config = {} } = (body ?? {}) as { config?: Record<string, string> };
    if (path.startsWith('/1.0/profiles') || path.startsWith('/1.0/projects')) {
      if (method === 'POST') reserved.push(path);
      if (method === 'DELETE') reserved.pop();
      answerSync(response, path.startsWith('/1.0/projects') ? projectOfNotes : []);
    } else if (method === 'PUT' && path.startsWith('/1.0/storage-pools/')) {
      state.options = config['block.mount_options'] ?? '';
      answerSync(response, {});
    } else if (path.includes('/files?')) {
      if (state.fileError !== '') answerError(response, 500, state.fileError);
      else {
        written.push(new URL(path, 'http://incus').searchParams.get('path') ?? '');
        answerSync(response, {});
      }
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
    } else answerSync(response, someInstance('web', { config: state.config, expanded_devices: { root } }));
  });
});
afterEach(async () => {
  await served.close();
  database.close();
  rmSync(folder, { recursive: true });
});

const create = (
  changes: Partial<NewInstance> = {},
  {
    start = async () => undefined,
    contexts = [] as string[],
    signal = neverAborts,
    checkLabels = async () => undefined,
  } = {},
): Promise<void> =>
  createInstance(
    { ...request, ...changes },
    {
      client: createIncusClient(createIncusTransport(served.socketPath)),
      intents,
      start,
      now: () => 100,
      taken: () => countPairs(pairsOf(contexts)),
      checkSelinux: () => undefined,
      freeIds: () => 200_000,
      announce: () => () => undefined,
      refresh: async () => undefined,
      own: (name) => (name === 'db' ? other : fail('container-of-incus', { name })),
      checkLabels,
      folderProblem: (pool) => (state.isClosed ? `${pool} is a pool of folders` : undefined),
      labelFiles: async (_, context) => void labelled.push(context),
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
      type: 'disk',
      path: '/',
      pool: 'fast',
      size: '1073741824',
      'initial.block.mount_options': `discard,context="system_u:object_r:bulkhead_file_t:${level}"`,
    },
  });
  expect(config).toMatchObject({
    'security.idmap.isolated': 'true',
    'security.guestapi': 'false',
    'user.bulkhead.version': '1',
    'security.idmap.base': '200000',
    'security.idmap.size': '65536',
    'limits.memory': '536870912',
    'limits.processes': '512',
  });
  // The configuration is without what Incus mounts from the host.
  expect(config['raw.lxc']).toMatch(/^lxc\.mount\.entry = $/m);
});

const clone = { image: undefined, pool: undefined, from: { container: 'db', snapshot: 'old' } };

it('a copy has a pair of its own in context and label, and the other’s root but for that, without its folders', async () => {
  await create(clone);
  const { config, devices, source } = posted()?.body as {
    config: Record<string, string>;
    devices: Record<string, Record<string, string>>;
    source: unknown;
  };
  const [, level] = /bulkhead_t:(s0:c\d+,c\d+)$/m.exec(config['raw.lxc'] ?? '') ?? [];
  expect(source).toEqual({ type: 'copy', project: 'default', instance_only: true, source: 'db/old' });
  const options = `discard,context="system_u:object_r:bulkhead_file_t:${level}"`;
  expect(devices).toEqual({
    root: { ...root, size: '1073741824', 'initial.block.mount_options': options },
    data: { type: 'none' },
  });
  // Incus gives the copy the other's volume options, whatever the device says.
  expect(state.options).toBe(options);
  expect(config).not.toHaveProperty('limits.memory');
  expect(written).toEqual(['/etc/hostname', '/etc/machine-id']);
});

it('a copy is started once it has a label and a machine id of its own, and is removed when it cannot have them', async () => {
  const atStart: unknown[] = [];
  const start = async (): Promise<undefined> => void atStart.push(state.options !== '', written.length);
  await create({ ...clone, start: true }, { start });
  expect(atStart).toEqual([true, 2]);
  state.config = undefined;
  const checkLabels = (): Promise<never> => Promise.reject(new Error('another label'));
  await expect(create(clone, { checkLabels })).rejects.toThrow('another label');
  expect(state.config).toBeUndefined();
  state.fileError = 'no file';
  await expect(create(clone)).rejects.toThrow('no file');
  expect([state.config, reserved, intents.pending()]).toEqual([undefined, [], []]);
});

it('a copy of what Bulkhead has not created is denied before anything is reserved', async () => {
  await expect(create({ ...clone, from: { container: 'alien' } })).rejects.toMatchObject({
    code: 'container-of-incus',
  });
  expect(served.asked).toEqual([]);
});

it('is whole at the end: no pair reserved, nothing in the journal, and nothing was changed after the creation', async () => {
  await create();
  expect([state.config === undefined, reserved, intents.pending()]).toEqual([false, [], []]);
  expect(served.asked.filter(({ method }) => method === 'PATCH')).toEqual([]);
});

it('is marked with the creation that the journal knows, a copy too', async () => {
  for (const changes of [{}, clone]) {
    let noted: unknown;
    const start = async (): Promise<undefined> => void (noted = intents.pending()[0]?.data);
    await create({ ...changes, start: true }, { start });
    expect(noted).toEqual({ creation: state.config?.['user.bulkhead.creation'] });
    state.config = undefined;
  }
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

it('on a pool of folders no label of the mount is asked for, and the files are labelled before the start', async () => {
  state.driver = 'dir';
  const order: string[] = [];
  await create({ start: true }, { start: async () => void order.push(...labelled, 'started') });
  const { devices } = posted()?.body as { devices: object };
  expect(devices).toEqual({ root: { type: 'disk', path: '/', pool: 'fast', size: '1073741824' } });
  expect(order).toEqual([expect.stringMatching(/^system_u:system_r:bulkhead_t:s0:c\d+,c\d+$/), 'started']);
});

it('on a pool of folders that none may be on it is denied before anything is reserved', async () => {
  Object.assign(state, { driver: 'dir', isClosed: true });
  await expect(create()).rejects.toMatchObject({ code: 'container-failed', message: /fast is a pool of folders/ });
  expect(served.asked.every(({ method }) => method === 'GET')).toBe(true);
});

it('recovery deletes only what its creation has left', async () => {
  const client = createIncusClient(createIncusTransport(served.socketPath));
  const recover = (): Promise<void> => deleteUnfinished(client, 'web', 'this');
  for (const others of [{ 'user.bulkhead.version': '1' }, { 'user.bulkhead.creation': 'another' }]) {
    state.config = others;
    await recover();
    expect(state.config).toBeDefined();
  }
  state.config = { 'user.bulkhead.creation': 'this' };
  await recover();
  expect(state.config).toBeUndefined();
  await recover();
});
