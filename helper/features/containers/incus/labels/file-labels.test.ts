// SPDX-License-Identifier: Apache-2.0
/** Labels real files; their labels are kept beside them, and Incus is a fake one. */

import { fstatSync, linkSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerSync, type ServedIncus, serveIncus } from '../../../../incus/fixtures/serve-incus.ts';
import { confinedInstance } from '../../../../incus/fixtures/some-instance.ts';
import { createIncusClient } from '../../../../incus/incus-client.ts';
import { createIncusTransport } from '../../../../incus/transport.ts';
import { neverAborts } from '../../../../system/work/never-aborts.ts';
import { createFileLabels, type FileLabels, type Labelling } from './file-labels.ts';

const context = 'system_u:system_r:bulkhead_t:s0:c5,c6';
const label = 'system_u:object_r:bulkhead_file_t:s0:c5,c6';
const given = 'system_u:object_r:var_lib_t:s0';

let folder = '';
let root = '';
let served: ServedIncus;
let labels: FileLabels;
/** The labels are kept by inode; what has none has the given one. */
let kept: Map<number, string>;
let set: string[];
let progress: (Labelling | undefined)[];
const state = {
  driver: 'dir',
  config: {} as Record<string, string>,
  isRunning: false,
  failing: '',
  code: 'EPERM',
  problem: undefined as string | undefined,
};

const instance = () =>
  confinedInstance('web', 's0:c5,c6', {
    config: state.config,
    expanded_devices: { root: { type: 'disk', path: '/', pool: 'folders' } },
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'file-labels-'));
  root = join(folder, 'rootfs');
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(join(root, 'etc', 'passwd'), '');
  linkSync(join(root, 'etc', 'passwd'), join(root, 'second'));
  writeFileSync(join(folder, 'outside'), '');
  symlinkSync(join(folder, 'outside'), join(root, 'link'));
  kept = new Map();
  [set, progress] = [[], []];
  Object.assign(state, {
    driver: 'dir',
    config: { 'volatile.uuid.generation': 'one' },
    isRunning: false,
    failing: '',
    problem: undefined,
  });
  served = await serveIncus(({ method, path, body }, response) => {
    if (path === '/1.0/storage-pools/folders') answerSync(response, { driver: state.driver });
    else if (method === 'PATCH') {
      Object.assign(state.config, (body as { config: Record<string, string> }).config);
      answerSync(response, {});
    } else answerSync(response, instance());
  });
  labels = createFileLabels({
    client: createIncusClient(createIncusTransport(served.socketPath)),
    isRunning: () => state.isRunning,
    folderProblem: () => state.problem,
    onProgress: () => progress.push(labels.labellingOf('web')),
    pathOf: () => root,
    labelOf: (file) => kept.get(fstatSync(file).ino) ?? given,
    setLabelOf(file, wanted) {
      const { ino } = fstatSync(file);
      if (state.failing !== '' && ino === statSync(join(root, state.failing)).ino)
        throw Object.assign(new Error('rejected'), { code: state.code });
      kept.set(ino, wanted);
      set.push(ino === statSync(root).ino ? '/' : String(ino));
    },
  });
});
afterEach(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

const labelIt = (signal = neverAborts): Promise<void> => labels.label(instance(), context, signal);
const labelAt = (path: string): string | undefined => kept.get(statSync(join(root, path)).ino);

describe('the files of an instance on a pool of folders', () => {
  it('all get the label of its context, the root last, and nothing outside does', async () => {
    await labelIt();
    expect([labelAt('etc'), labelAt('etc/passwd'), labelAt('.')]).toEqual([label, label, label]);
    expect(kept.has(statSync(join(folder, 'outside')).ino)).toBe(false);
    // etc, passwd by its first name, the link, and the root.
    expect([set.length, set.at(-1)]).toEqual([4, '/']);
    expect(state.config['user.bulkhead.labelled']).toBe('one 4');
    // Incus has mounted it meanwhile, and does not any more.
    expect(served.asked.some(({ path }) => path === '/1.0/instances/web/sftp?project=default')).toBe(true);
    await expect.poll(() => served.held()).toBe(0);
  });

  it('are left alone where they have it, and labelled again once Incus has copied or restored them', async () => {
    await labelIt();
    set = [];
    await labelIt();
    expect(set).toEqual([]);
    // A restore does the same: there are other files under the same root.
    state.config['volatile.uuid.generation'] = 'two';
    kept.delete(statSync(join(root, 'etc', 'passwd')).ino);
    await labelIt();
    expect([labelAt('etc/passwd'), state.config['user.bulkhead.labelled']]).toEqual([label, 'two 4']);
    // A move does the same: there is the same number, and another root.
    kept.clear();
    await labelIt();
    expect([labelAt('etc'), labelAt('.')]).toEqual([label, label]);
  });

  it('are counted while they are labelled, with how many they were the last time', async () => {
    await labelIt();
    expect(progress).toEqual([{ files: 0, total: null }, undefined]);
    kept.clear();
    progress = [];
    await labelIt();
    expect(progress).toEqual([{ files: 0, total: 4 }, undefined]);
  });

  it('that cannot be labelled keep it from being started, by name, and the next call goes on', async () => {
    state.failing = 'etc/passwd';
    await expect(labelIt()).rejects.toMatchObject({
      code: 'container-failed',
      message: expect.stringMatching(/the label of \/.*(?:passwd|second) cannot be changed: EPERM/) as string,
    });
    expect([labelAt('.'), state.config['user.bulkhead.labelled'], labels.labellingOf('web')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    state.failing = '';
    await labelIt();
    expect([labelAt('etc/passwd'), labelAt('.')]).toEqual([label, label]);
  });

  it('on a file system without labels are not for a container that is to be confined', async () => {
    Object.assign(state, { failing: 'etc', code: 'ENOTSUP' });
    await expect(labelIt()).rejects.toMatchObject({
      message: expect.stringMatching(/its pool folders keeps no labels/) as string,
    });
  });

  it('are left where none may be on such a pool, but of one that runs there already', async () => {
    state.problem = 'the boolean is off';
    await expect(labelIt()).rejects.toMatchObject({
      code: 'container-failed',
      message: expect.stringContaining('the boolean is off') as string,
    });
    expect(set).toEqual([]);
    state.isRunning = true;
    await labelIt();
    expect(labelAt('.')).toBe(label);
  });

  it('of one that runs are labelled without a mount of their own', async () => {
    state.isRunning = true;
    await labelIt();
    expect(labelAt('etc')).toBe(label);
    expect(served.asked.some(({ path }) => path.includes('/sftp'))).toBe(false);
  });

  it('have another label again once it is not confined any more', async () => {
    expect(await labels.labelOfRoot(instance(), neverAborts)).toBe(given);
    await labelIt();
    await labels.restore(instance(), given);
    expect([...kept.values()].every((one) => one === given)).toBe(true);
  });
});

it('a volume that its mount labels is left alone', async () => {
  state.driver = 'lvm';
  await labelIt();
  expect(await labels.labelOfRoot(instance(), neverAborts)).toBeNull();
  expect([set, served.asked.map(({ path }) => path)]).toEqual([
    [],
    ['/1.0/storage-pools/folders', '/1.0/storage-pools/folders'],
  ]);
});
