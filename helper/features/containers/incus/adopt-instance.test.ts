// SPDX-License-Identifier: Apache-2.0
/** Adoptions of instances with a fake Incus that keeps configuration, label of the volume and snapshots. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
import type { AdoptionStep } from '../../../../contract/operations/containers/adoption.ts';
import {
  answerAsync,
  answerError,
  answerSync,
  endedOperation,
  type ServedIncus,
  serveIncus,
} from '../../../incus/fixtures/serve-incus.ts';
import { projectOfNotes } from '../../../incus/fixtures/served-notes.ts';
import { someInstance } from '../../../incus/fixtures/some-instance.ts';
import { createIncusClient } from '../../../incus/incus-client.ts';
import { createIncusTransport } from '../../../incus/transport.ts';
import { type Connection, openDatabase } from '../../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../../journal/intent-journal.ts';
import { countPairs } from '../../../selinux/taken-pairs.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { createInstanceAdoption, type RecoveringAdoption } from './adopt-instance.ts';
import { originalOf } from './kept-original.ts';

type Config = Record<string, string>;

const root = { type: 'disk', path: '/', pool: 'fast' };
const given: Config = {
  'limits.memory': '1GiB',
  'security.nesting': 'true',
  'security.privileged': 'true',
  'user.team': 'web',
  'volatile.uuid': 'x',
  'raw.lxc': 'lxc.mount.entry = /srv srv none bind 0 0',
};
const snapshot = 'before-adoption-2026-11-18-11-06-40';

let folder = '';
let database: Connection;
let intents: IntentJournal;
let served: ServedIncus;
let adoption: RecoveringAdoption;
let steps: AdoptionStep[];
let announced: number;
const incus = {
  config: {} as Config,
  profile: {} as Config,
  devices: {} as Record<string, Config>,
  options: '',
  driver: 'lvm',
  kept: [] as { readonly name: string; readonly config: Config }[],
  isRunning: false,
  /** None may be on a pool of folders. */
  isClosed: false,
  /** A method and a part of a path that fails. */
  failing: '',
  failures: 0,
};
let checkLabels: () => void;
/** What the files of one on a pool of folders got, in order. */
let labelled: string[];

const instance = () =>
  someInstance('web', {
    config: incus.config,
    expanded_config: { ...incus.profile, ...incus.config },
    expanded_devices: incus.devices,
  });

function read(pathname: string): unknown {
  if (pathname === '/1.0/operations') return {};
  if (pathname.startsWith('/1.0/storage-pools/fast/volumes'))
    return { config: { 'block.mount_options': incus.options } };
  if (pathname.startsWith('/1.0/storage-pools')) return { driver: incus.driver, config: {} };
  if (pathname.endsWith('/snapshots')) return incus.kept;
  if (pathname.startsWith('/1.0/instances/web')) return instance();
  return [];
}

function change(method: string, pathname: string, body: unknown): void {
  const { name = '', config, restore } = (body ?? {}) as { name?: string; config?: Config; restore?: string };
  if (pathname.startsWith('/1.0/storage-pools')) incus.options = config?.['block.mount_options'] ?? '';
  else if (pathname.endsWith('/snapshots')) incus.kept.push({ name, config: { ...incus.config } });
  else if (pathname.includes('/snapshots/'))
    incus.kept = incus.kept.filter((one) => !pathname.endsWith(`/${one.name}`));
  else if (pathname.endsWith('/state')) incus.isRunning = false;
  else if (restore !== undefined) incus.config = { ...incus.kept.find((one) => one.name === restore)?.config };
  else if (method === 'PUT') incus.config = { ...config };
  else if (method === 'PATCH' && pathname.startsWith('/1.0/instances')) Object.assign(incus.config, config);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'adoption-'));
  database = openDatabase(join(folder, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  Object.assign(incus, {
    config: { ...given },
    profile: {},
    options: 'discard',
    driver: 'lvm',
    kept: [],
    isRunning: false,
    isClosed: false,
    failing: '',
    failures: 0,
    devices: { root, eth0: { type: 'nic', network: 'incusbr0' } },
  });
  [steps, announced, labelled] = [[], 0, []];
  checkLabels = () => undefined;
  served = await serveIncus(({ method, path, body }, response) => {
    const { pathname } = new URL(path, 'http://incus');
    if (incus.failures > 0 && `${method} ${pathname}`.includes(incus.failing)) {
      incus.failures -= 1;
      answerError(response, 500, 'broken');
    } else if (pathname.startsWith('/1.0/projects/')) answerSync(response, projectOfNotes);
    else if (method === 'GET') answerSync(response, read(pathname), { etag: 'tag' });
    else {
      change(method, pathname, body);
      answerAsync(response, endedOperation);
    }
  });
  adoption = createInstanceAdoption({
    client: createIncusClient(createIncusTransport(served.socketPath)),
    intents,
    taken: () => countPairs(),
    freeIds: () => 200_000,
    now: () => 1_795_000_000,
    announce() {
      announced += 1;
      return () => void (announced -= 1);
    },
    here: instance,
    isRunning: () => incus.isRunning,
    checkSelinux: () => undefined,
    fileLabels: {
      labelOfRoot: async () => (incus.driver === 'lvm' ? null : 'var_lib'),
      label: async (_, context) => void labelled.push(context),
      restore: async (_, label) => void labelled.push(label),
    },
    folderProblem: (pool) => (incus.isClosed ? `${pool} is a pool of folders` : undefined),
    async checkLabels() {
      checkLabels();
    },
    refresh: async () => undefined,
  });
});
afterEach(async () => {
  await served.close();
  database.close();
  rmSync(folder, { recursive: true });
});

function failOn(failing: string, failures = 1): void {
  Object.assign(incus, { failing, failures });
}
const adopt = (signal = neverAborts) => adoption.adopt('web', (step) => steps.push(step), signal);
const left = () => [incus.config, incus.options, incus.kept, intents.pending(), announced];
const asBefore = [given, 'discard', [], [], 0];

it('one that another tool created gets a context, a label and ids of its own, and keeps the rest', async () => {
  await adopt();
  expect(steps).toEqual(['check', 'snapshot', 'configure']);
  const { 'raw.lxc': raw = '', ...others } = incus.config;
  const pair = /^lxc\.selinux\.context = system_u:system_r:bulkhead_t:(s0:c\d+,c\d+)$/m.exec(raw)?.[1];
  expect(raw).not.toContain('/srv');
  expect(incus.options).toBe(`discard,context="system_u:object_r:bulkhead_file_t:${pair}"`);
  expect(others).toMatchObject({
    'limits.memory': '1GiB',
    'user.team': 'web',
    'volatile.uuid': 'x',
    'user.bulkhead.version': '1',
    'security.privileged': 'false',
    'security.nesting': 'false',
    'security.guestapi': 'false',
    'security.idmap.isolated': 'true',
    'security.idmap.base': '200000',
  });
  expect(originalOf(instance())).toEqual({ name: 'web', adoptedAt: 1_795_000_000 });
  expect([incus.kept.map(({ name }) => name), intents.pending(), announced]).toEqual([[snapshot], [], 0]);
});

it('its original comes back whole, and is gone then', async () => {
  await adopt();
  incus.isRunning = true;
  await expect(adoption.restore('web', { force: false })).rejects.toMatchObject({ code: 'container-running' });
  await adoption.restore('web', { force: true });
  expect(left()).toEqual(asBefore);
  await expect(adoption.restore('web', { force: false })).rejects.toMatchObject({ code: 'original-not-found' });
});

it('one on a pool of folders has its files labelled one by one, and what they had comes back', async () => {
  incus.driver = 'dir';
  await adopt();
  expect(steps).toEqual(['check', 'snapshot', 'configure', 'label']);
  expect(labelled).toEqual([expect.stringMatching(/^system_u:system_r:bulkhead_t:s0:c\d+,c\d+$/)]);
  expect(incus.options).toBe('discard');
  await adoption.restore('web', { force: false });
  expect(labelled.at(-1)).toBe('var_lib');
  expect(left()).toEqual(asBefore);
});

it('its original can be removed, and nothing else changes', async () => {
  await adopt();
  const { 'user.bulkhead.original': _, ...config } = incus.config;
  await adoption.forget('web');
  expect(incus.config).toMatchObject(config);
  expect([originalOf(instance()), incus.kept]).toEqual([null, []]);
  await expect(adoption.forget('web')).rejects.toMatchObject({ code: 'original-not-found' });
});

it.each([
  ['the snapshot fails', () => failOn('POST /1.0/instances/web/snapshots')],
  ['the volume is not labelled', () => failOn('PUT /1.0/storage-pools')],
  [
    'its files have another label',
    () => {
      checkLabels = () => {
        throw new Failure('container-failed', { name: 'web', reason: 'another label' });
      };
    },
  ],
])('where %s, it is as it was before', async (_, spoil) => {
  spoil();
  await expect(adopt()).rejects.toThrow();
  expect(left()).toEqual(asBefore);
});

it('where it cannot be undone at once, the next start of the helper does', async () => {
  failOn('PUT /1.0/storage-pools', 2);
  await expect(adopt()).rejects.toThrow(/broken/);
  expect(intents.pending()).toMatchObject([{ kind: 'adopt-instance', subject: 'web' }]);
  await adoption.recover('adopt-instance', 'web', { snapshot, mountOptions: 'discard', label: null });
  expect([incus.config, incus.kept, announced]).toEqual([given, [], 0]);
});

it('one that is cancelled is as it was before', async () => {
  const cancel = new AbortController();
  const work = adoption.adopt(
    'web',
    (step) => {
      if (step === 'configure') cancel.abort(new Failure('cancelled', {}));
    },
    cancel.signal,
  );
  await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  expect(left()).toEqual(asBefore);
});

it('after a crash an adoption is undone where it is not whole, and a restore finished', async () => {
  const kept = { snapshot, mountOptions: 'discard', label: null };
  incus.kept = [{ name: snapshot, config: { ...given } }];
  incus.options = 'discard,context="x"';
  await adoption.recover('adopt-instance', 'web', kept);
  expect(left()).toEqual(asBefore);
  await adopt();
  const whole = { ...incus.config };
  await adoption.recover('adopt-instance', 'web', kept);
  expect(incus.config).toEqual(whole);
  await adoption.recover('restore-adopted', 'web', kept);
  expect(left()).toEqual(asBefore);
});

it.each([
  ['runs', () => (incus.isRunning = true), /it runs; stop it first/],
  [
    'is on a pool of folders',
    () => Object.assign(incus, { driver: 'dir', isClosed: true }),
    /fast is a pool of folders/,
  ],
  ['has a folder of the host', () => (incus.devices['data'] = { type: 'disk', path: '/srv', source: '/srv' }), /data/],
  ['has a device of the host', () => (incus.devices['kvm'] = { type: 'unix-char', source: '/dev/kvm' }), /unix-char/],
  ['is opened by a profile', () => (incus.profile = { 'linux.kernel_modules': 'x' }), /linux\.kernel_modules/],
  ['is managed', () => (incus.config['user.bulkhead.version'] = '1'), /manages it already/],
])('one that %s is not adopted, and nothing is changed', async (_, spoil, reason) => {
  spoil();
  await expect(adopt()).rejects.toMatchObject({ code: 'container-not-adoptable', message: reason });
  expect(served.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('the preview says of each key what becomes of it', async () => {
  incus.config['linux.kernel_modules'] = 'x';
  const { problems, lines } = await adoption.plan('web', neverAborts);
  expect(problems).toEqual([]);
  expect(lines.map(({ file, key, outcome }) => `${file} ${key} ${outcome}`)).toEqual([
    'config limits.memory kept',
    'config security.nesting replaced',
    'config security.privileged replaced',
    'config user.team kept',
    'raw.lxc lxc.mount.entry left-out',
    'config linux.kernel_modules left-out',
    'devices root kept',
    'devices eth0 kept',
  ]);
});
