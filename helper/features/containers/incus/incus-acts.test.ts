// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  answerAsync,
  answerError,
  answerSync,
  endedOperation,
  type ServedIncus,
  serveIncus,
} from '../../../incus/fixtures/serve-incus.ts';
import { confinedInstance } from '../../../incus/fixtures/some-instance.ts';
import { createIncusClient } from '../../../incus/incus-client.ts';
import { type IncusInstance, runtimeThere } from '../../../incus/incus-instances.ts';
import { createIncusTransport } from '../../../incus/transport.ts';
import { type Connection, openDatabase } from '../../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../../journal/intent-journal.ts';
import { deniedNamespaceCalls } from '../../../lxc/network/namespace-guard.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { createIncusActs, type IncusActs } from './incus-acts.ts';

const level = 's0:c5,c6';
const label = `system_u:object_r:bulkhead_file_t:${level}`;

let folder = '';
let database: Connection;
let intents: IntentJournal;
let served: ServedIncus;
let acts: IncusActs;
const removed: string[] = [];
const trouble: unknown[] = [];
const brought: string[] = [];
const labelled: string[] = [];
const forgotten: string[] = [];
const others = new Map<string, string>();
const state = { instance: confinedInstance('web', level), options: '', error: '', isHere: true, driver: 'lvm' };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'acts-'));
  database = openDatabase(join(folder, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  for (const list of [removed, brought, labelled, forgotten]) list.length = 0;
  others.clear();
  Object.assign(state, {
    instance: confinedInstance('web', level, {
      config: { 'security.syscalls.deny': deniedNamespaceCalls },
      expanded_devices: { root: { type: 'disk', path: '/', pool: 'fast' } },
    }),
    options: `discard,context="${label}"`,
    error: '',
    isHere: true,
    driver: 'lvm',
  });
  served = await serveIncus(({ method, path }, response) => {
    if (path === '/1.0/storage-pools/fast') answerSync(response, { driver: state.driver });
    else if (method === 'GET' && path.startsWith('/1.0/storage-pools/'))
      answerSync(response, { config: { 'block.mount_options': state.options } });
    else if (method === 'GET') answerSync(response, state.instance, { etag: 'tag' });
    else if (state.error !== '') answerError(response, 400, state.error);
    else answerAsync(response, endedOperation);
  });
  acts = createIncusActs({
    client: createIncusClient(createIncusTransport(served.socketPath)),
    cgroupRoot: folder,
    intents,
    managed: (): IncusInstance => state.instance,
    runtimeOf: (one): object | undefined => runtimeThere(one),
    isHere: () => state.isHere,
    onTrouble: (name, error) => trouble.push([name, error]),
    othersOf: () => others,
    bringModule: async (instance) => void brought.push(instance.name),
    labelFiles: async (_, context) => void labelled.push(context),
    forgetModule: async (name) => void forgotten.push(name),
    refresh: async () => undefined,
    onRemoved: (name) => removed.push(name),
  });
});
afterEach(async () => {
  await served.close().catch(() => undefined);
  database.close();
  rmSync(folder, { recursive: true });
});

const changes = (): readonly unknown[] =>
  served.asked.flatMap(({ method, path, body }) => (method === 'GET' ? [] : [[method, path, body]]));

it.each([
  [
    'has the categories of another one',
    () => others.set('db', 'system_u:system_r:bulkhead_t:s0:c6,c5'),
    /the same categories/,
  ],
  [
    'has files of another one',
    () => (state.options = `context="system_u:object_r:bulkhead_file_t:s0:c1,c2"`),
    /s0:c1,c2/,
  ],
  ['has files whose label nobody knows', () => (state.options = ''), /is not known/],
  [
    'names no context any more, since incus was used on it a moment ago',
    () => (state.instance = { ...state.instance, expanded_config: {} }),
    /names no lxc.selinux.context/,
  ],
])('one that %s is not started', async (_, arrange, words) => {
  arrange();
  await expect(acts.start('web', neverAborts)).rejects.toMatchObject({
    code: 'container-failed',
    message: expect.stringMatching(words) as string,
  });
  expect(changes()).toEqual([]);
});

it('one on a pool of folders has its files labelled before it is started, and the mount is not asked', async () => {
  Object.assign(state, { driver: 'dir', options: '' });
  await expect(acts.start('web', neverAborts)).rejects.toMatchObject({ code: 'context-mismatch' });
  expect(labelled).toEqual([`system_u:system_r:bulkhead_t:${level}`]);
  expect(changes()[0]).toEqual([
    ...['PUT', '/1.0/instances/web/state?project=default'],
    { action: 'start', force: false, timeout: 60 },
  ]);
});

it('says the context that a process inside has to have, as it is configured now', async () => {
  expect(await acts.contextOf('web', neverAborts)).toBe(`system_u:system_r:bulkhead_t:${level}`);
  others.set('db', 'system_u:system_r:bulkhead_t:s0:c6,c5');
  await expect(acts.contextOf('web', neverAborts)).rejects.toMatchObject({ code: 'container-failed' });
});

it('one that is started and not in its context is stopped again', async () => {
  await expect(acts.start('web', neverAborts)).rejects.toMatchObject({ code: 'context-mismatch' });
  expect(changes()).toEqual([
    ['PUT', '/1.0/instances/web/state?project=default', { action: 'start', force: false, timeout: 60 }],
    ['PUT', '/1.0/instances/web/state?project=default', { action: 'stop', force: true, timeout: 60 }],
  ]);
  expect(intents.pending()).toEqual([]);
});

it('one of another member is started only as the helper there says', async () => {
  state.isHere = false;
  await expect(acts.start('web', neverAborts)).rejects.toThrow();
  // The fake has no members: none is asked, and nothing is started.
  expect(served.asked.at(-1)?.path).toBe('/1.0/cluster/members?recursion=1');
  expect(changes()).toEqual([]);
});

it('stops, freezes, unfreezes and removes by the API, and says when one is gone', async () => {
  await acts.stop('web', { force: false }, neverAborts);
  await acts.freeze('web', neverAborts);
  await acts.unfreeze('web', neverAborts);
  await acts.remove('web');
  expect(changes()).toEqual([
    ...['stop', 'freeze', 'unfreeze'].map((action) => [
      ...['PUT', '/1.0/instances/web/state?project=default'],
      { action, force: false, timeout: 60 },
    ]),
    ['DELETE', '/1.0/instances/web?project=default', undefined],
  ]);
  expect(removed).toEqual(['web']);
});

it('one that runs is stopped before it is removed', async () => {
  state.instance = { ...state.instance, status_code: 103 };
  await acts.remove('web');
  expect(changes()).toEqual([
    ['PUT', '/1.0/instances/web/state?project=default', { action: 'stop', force: true, timeout: 60 }],
    ['DELETE', '/1.0/instances/web?project=default', undefined],
  ]);
});

it('limits are changed only on what was read', async () => {
  expect(await acts.configure('web', { pids: 100 })).toEqual([{ key: 'pids', applies: 'live', note: null }]);
  expect(served.asked.at(-1)).toMatchObject({
    method: 'PATCH',
    ifMatch: 'tag',
    body: { config: { 'limits.processes': '100' } },
  });
});

it('what Incus says is the reason, and an Incus that does not answer has words of its own', async () => {
  state.error = 'The pool is full';
  await expect(acts.freeze('web', neverAborts)).rejects.toMatchObject({
    code: 'container-failed',
    message: expect.stringContaining('The pool is full') as string,
  });
  await served.close();
  await expect(acts.freeze('web', neverAborts)).rejects.toMatchObject({ code: 'incus-unavailable' });
});
