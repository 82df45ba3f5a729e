// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
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
import { createIncusTransport } from '../../../incus/transport.ts';
import { type Connection, openDatabase } from '../../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../../journal/intent-journal.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { runToEnd } from '../../../system/work/run-to-end.ts';
import { createInstanceSnapshots, type InstanceSnapshots } from './instance-snapshots.ts';

const mark = 'user.bulkhead.snapshot';
const instance = confinedInstance('web', 's0:c5,c6');

interface Kept {
  readonly name: string;
  readonly created_at: string;
  readonly size: number;
  readonly config: Readonly<Record<string, string>>;
}

let folder = '';
let database: Connection;
let intents: IntentJournal;
let served: ServedIncus;
let snapshots: InstanceSnapshots;
/** What the fake Incus has, and what it does. */
const incus = {
  config: {} as Record<string, string>,
  kept: [] as Kept[],
  error: '',
  /** Called when it is asked for a snapshot. */
  onTake: (): void => undefined,
};
let labels: () => void;
let isKnown = true;
const labelled: string[] = [];

/** Says whether it is done. */
function change(method: string, pathname: string, body: unknown): boolean {
  const { name = '', restore, config } = (body ?? {}) as Partial<Kept> & { readonly restore?: string };
  if (method === 'PATCH') Object.assign(incus.config, config);
  if (method === 'DELETE') incus.kept = incus.kept.filter((one) => !pathname.endsWith(`/${one.name}`));
  if (method === 'POST') incus.onTake();
  if (incus.error !== '' && (method === 'POST' || restore !== undefined)) return false;
  if (method === 'POST')
    incus.kept.push({ name, created_at: '2026-11-28T08:00:00Z', size: -1, config: { ...incus.config } });
  if (restore !== undefined) incus.config = { 'raw.lxc': 'another', 'user.old': 'x', 'volatile.uuid': 'of-then' };
  else if (method === 'PUT') incus.config = { ...config };
  return true;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
  database = openDatabase(join(folder, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  Object.assign(incus, {
    config: { 'raw.lxc': 'own', 'limits.memory': '1GiB', 'volatile.uuid': 'of-now' },
    kept: [],
    error: '',
    onTake: () => undefined,
  });
  labels = () => undefined;
  isKnown = true;
  labelled.length = 0;
  served = await serveIncus(({ method, path, body }, response) => {
    const { pathname } = new URL(path, 'http://incus');
    if (pathname === '/1.0/operations') answerSync(response, {});
    else if (method === 'GET' && pathname.endsWith('/snapshots')) answerSync(response, incus.kept);
    else if (method === 'GET')
      answerSync(response, { config: incus.config, devices: { root: { type: 'disk' } } }, { etag: 'tag' });
    else if (change(method, pathname, body)) answerAsync(response, endedOperation);
    else answerError(response, 500, incus.error);
  });
  const client = createIncusClient(createIncusTransport(served.socketPath));
  snapshots = createInstanceSnapshots({
    intents,
    isContextKnown: () => isKnown,
    now: () => 1_795_000_000,
    containers: {
      claim: () => () => undefined,
      exclusively: (_name, _options, act) => act(),
      instances: {
        client,
        settled: () => Promise.resolve(),
        managed: () => instance,
        isRunning: () => false,
        async checkLabels() {
          labels();
        },
        labelFiles: async ({ name }) => void labelled.push(name),
      },
    },
  });
});
afterEach(async () => {
  await served.close();
  database.close();
  rmSync(folder, { recursive: true });
});

const take = (params: { snapshot?: string; before?: 'removal' } = {}) =>
  runToEnd(snapshots.take({ name: 'web', ...params }, neverAborts));
const restore = (snapshot: string, keepPresent = false) =>
  runToEnd(snapshots.restore({ name: 'web', snapshot, keepPresent }, neverAborts));

it('one that is taken says why and of which state, and leaves no mark on the instance', async () => {
  expect(await take()).toMatchObject({ name: '2026-11-18-110640', reason: 'taken', wasRunning: false, bytes: null });
  expect(await take({ before: 'removal' })).toMatchObject({
    name: 'before-removal-2026-11-18-110640',
    reason: 'before-change',
  });
  expect(incus.config[mark]).toBe('');
  expect(intents.pending()).toEqual([]);
});

it('one that another tool has taken is listed, and its mark of another one counts for nothing', async () => {
  await take({ snapshot: 'first' });
  incus.kept.push({ ...(incus.kept[0] as Kept), name: 'snap0', size: 4096 });
  incus.kept.push({ ...(incus.kept[0] as Kept), name: 'a b' });
  expect(await snapshots.list('web')).toMatchObject([
    { name: 'first', wasRunning: false },
    { name: 'snap0', bytes: 4096, reason: 'taken', wasRunning: null },
  ]);
});

it('of those before a change the newest three stay, and no other is removed', async () => {
  await take({ snapshot: 'mine' });
  for (let count = 0; count < 5; count += 1) await take({ before: 'removal' });
  expect((await snapshots.list('web')).map(({ reason }) => reason).sort()).toEqual([
    ...['before-change', 'before-change', 'before-change', 'taken'],
  ]);
});

it('what fails leaves nothing, and removes none that another tool took under the name meanwhile', async () => {
  incus.error = 'no space';
  incus.onTake = () => incus.kept.push({ name: 'x', created_at: '2026-11-28T08:00:00Z', size: 1, config: {} });
  await expect(take({ snapshot: 'x' })).rejects.toMatchObject({ code: 'container-failed' });
  expect(incus.kept.map(({ name }) => name)).toEqual(['x']);
  expect([incus.config[mark], intents.pending()]).toEqual(['', []]);
  await expect(take({ snapshot: 'x' })).rejects.toMatchObject({ code: 'snapshot-exists' });
});

it('a restore brings back the files, and the configuration stays', async () => {
  await take({ snapshot: 'first' });
  const { restored, kept } = await restore('first', true);
  expect([restored.name, kept?.reason]).toEqual(['first', 'before-restore']);
  expect(incus.config).toEqual({ 'raw.lxc': 'own', 'limits.memory': '1GiB', 'volatile.uuid': 'of-then', [mark]: '' });
  expect(intents.pending()).toEqual([]);
  expect(labelled).toEqual(['web']);
});

it('a restore that fails keeps the configuration all the same; one of no snapshot changes nothing', async () => {
  await take({ snapshot: 'first' });
  incus.error = 'disk broke';
  await expect(restore('first')).rejects.toMatchObject({ code: 'container-failed', message: /disk broke/ });
  expect(incus.config).toMatchObject({ 'raw.lxc': 'own', 'limits.memory': '1GiB' });
  const before = served.asked.length;
  await expect(restore('second')).rejects.toMatchObject({ code: 'snapshot-not-found' });
  expect(served.asked.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('a restore whose files have another label says so', async () => {
  await take({ snapshot: 'first' });
  labels = () => {
    throw new Failure('container-failed', { name: 'web', reason: 'another label' });
  };
  await expect(restore('first')).rejects.toMatchObject({ code: 'container-failed', message: /another label/ });
});

it('after a crash a restore gets its configuration, and a snapshot leaves no mark', async () => {
  incus.config = { 'raw.lxc': 'another', 'volatile.uuid': 'of-then', [mark]: '{}' };
  const data = { config: { 'raw.lxc': 'own' }, devices: {}, profiles: [] };
  intents.begin({ kind: 'restore-instance', subject: 'web', data });
  await snapshots.recover(() => undefined);
  expect(incus.config).toEqual({ 'raw.lxc': 'own', 'volatile.uuid': 'of-then' });
  incus.config[mark] = '{}';
  intents.begin({ kind: 'snapshot-instance', subject: 'web', data: null });
  await snapshots.recover(() => undefined);
  expect([incus.config[mark], intents.pending()]).toEqual(['', []]);
});

it('removes one that there is', async () => {
  await take({ snapshot: 'first' });
  await snapshots.remove({ name: 'web', snapshot: 'first' });
  expect(incus.kept).toEqual([]);
  await expect(snapshots.remove({ name: 'web', snapshot: 'first' })).rejects.toMatchObject({
    code: 'snapshot-not-found',
  });
});

it('one of a time in a domain that the policy does not have is not restored, and says what to do', async () => {
  incus.config['raw.lxc'] = 'lxc.selinux.context = system_u:system_r:bulkhead_c_web_t:s0:c5,c6';
  await take({ snapshot: 'first' });
  isKnown = false;
  await expect(restore('first')).rejects.toMatchObject({
    code: 'container-failed',
    message: expect.stringMatching(/bulkhead_c_web_t.*confine web own/) as string,
  });
  expect(served.asked.filter(({ method }) => method === 'PUT')).toEqual([]);
  expect(intents.pending()).toEqual([]);
});
