// SPDX-License-Identifier: Apache-2.0
/** Backups with the real restic, of a container that is only written down. Only root may take capabilities from it. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../../contract/operations/index.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import { copyTree } from '../snapshots/copy-tree.ts';
import { type BackupsFeature, type BackupsFeatureOptions, createBackupsFeature } from './feature.ts';
import { addRepository, callOf, type FeatureCall } from './fixtures/feature-call.ts';

const isRoot = process.getuid?.() === 0;
const source = '/var/lib/bulkhead/volumes/data/files';
const web = fakeContainer({
  name: 'web',
  published: [{ protocol: 'tcp', address: null, hostPort: 8080, port: 80 }],
  links: ['db'],
  volumes: [
    { source, target: '/data', readOnly: false, category: null },
    { source: '/srv/shared', target: '/shared', readOnly: true, category: 7 },
  ],
});

let root: string;
let feature: BackupsFeature;
let call: FeatureCall;
let ending: AbortController;

beforeEach(async () => {
  // Another folder than that of temporary files, which everybody may write to.
  root = mkdtempSync('/var/lib/bulkhead-test-');
  ending = new AbortController();
  call = callOf(ending.signal);
  for (const one of ['layer', 'data']) mkdirSync(join(root, one), { mode: 0o700 });
  execFileSync(
    'sh',
    ['-ec', 'mkfifo layer/pipe; mknod layer/removed c 0 0; echo word > layer/word; echo 1 > data/one'],
    {
      cwd: root,
    },
  );
  feature = createBackupsFeature({
    places: { state: join(root, 'state') },
    containers: { list: async () => [], require: async () => web },
    work: { open: () => ({ admit: () => undefined, isOutOfMemory: false, end: async () => undefined }) },
    now: () => 1_795_532_000,
    folders: {
      create: () => Promise.reject(new Error('nothing is restored')),
      async write({ folder, along }) {
        execFileSync('cp', ['-a', join(root, 'layer'), folder]);
        writeFileSync(join(folder, 'manifest.json'), '{}');
        await along();
        return web;
      },
    },
    files: { copyTree: (from, { name, upper }, signal) => copyTree({ container: name, from, to: upper }, signal) },
    volumes: {
      openAt: () => ({ volume: web.volumes[0] ?? never(), folder: openSync(join(root, 'data'), 'r'), label: '' }),
    },
    disk: () => never(),
    networks: { publish: async () => never(), link: async () => never() },
    newVolumes: { hasNamed: never, makeNamed: never, removeNamed: never, attach: never },
    handlers: {} as BackupsFeatureOptions['handlers'],
    snapshotPlanOf: () => ({ times: { every: 'day', at: '03:00' }, keep: 7 }),
  });
  await addRepository(feature, root);
});
afterEach(() => rmSync(root, { recursive: true }));

function never(): never {
  throw new Error('there is a volume');
}

/** What the repository holds, by restic alone. */
function restored(id: string): string {
  const to = join(root, 'restored');
  const key = readFileSync(join(root, 'state/backups/keys/disk'), 'utf8');
  execFileSync('restic', ['--no-cache', 'restore', '--target', to, id], {
    env: { RESTIC_REPOSITORY: join(root, 'disk'), RESTIC_PASSWORD: key, PATH: '/usr/bin' },
    stdio: 'pipe',
  });
  return to;
}

describe.skipIf(!isRoot)('a backup', () => {
  it('holds the layer with its devices, named volumes alone, and what a container is beside them', async () => {
    const items: Item<'backup.run'>[] = [];
    const run = feature.handlers['backup.run']({ repository: 'disk', name: 'web' }, call);
    const backup = await runToEnd(run, (item) => items.push(item));
    expect(backup).toMatchObject({ repository: 'disk', container: 'web', volumes: ['data'] });
    expect(new Set(items.map(({ step }) => step))).toEqual(new Set(['copy', 'store']));
    const tree = restored(backup.id);
    const listing = execFileSync('find', ['layer', 'volumes', '-printf', '%p %y %m\n'], {
      cwd: tree,
      encoding: 'utf8',
    });
    expect(listing.trim().split('\n').toSorted()).toEqual([
      'layer d 700',
      'layer/pipe p 644',
      'layer/removed c 644',
      'layer/word f 644',
      'volumes d 700',
      'volumes/data d 700',
      'volumes/data/one f 644',
    ]);
    expect(JSON.parse(readFileSync(join(tree, 'backup.json'), 'utf8'))).toEqual({
      version: 1,
      published: web.published,
      links: ['db'],
      volumes: [{ name: 'data', target: '/data', readOnly: false }],
      folders: [{ source: '/srv/shared', target: '/shared', readOnly: true }],
      snapshotPlan: { times: { every: 'day', at: '03:00' }, keep: 7 },
    });
    expect(readdirSync(join(root, 'state/backups/staging'))).toEqual([]);
  });

  it('is listed of its container, newest first, and adds little to the one before', async () => {
    const take = () => runToEnd(feature.handlers['backup.run']({ repository: 'disk', name: 'web' }, call));
    execFileSync('sh', ['-c', 'head -c 2000000 /dev/urandom > layer/blob'], { cwd: root });
    const [first, second] = [await take(), await take()];
    expect(first.addedBytes).toBeGreaterThan(1_900_000);
    expect(second.addedBytes).toBeLessThan(20_000);
    const listed = await feature.handlers['backup.list']({ container: 'web' }, call);
    expect(listed).toEqual({ backups: [second, first], unusable: [] });
    expect((await feature.handlers['backup.list']({ container: 'db' }, call)).backups).toEqual([]);
  });

  it('is not taken twice at once', async () => {
    const take = () => runToEnd(feature.handlers['backup.run']({ repository: 'disk', name: 'web' }, call));
    const [first, second] = await Promise.allSettled([take(), take()]);
    expect([first, second]).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'container-busy' } }]);
  });

  it('that is cancelled leaves no copy, and no lock in the repository', async () => {
    const run = feature.handlers['backup.run']({ repository: 'disk', name: 'web' }, call);
    const cancelled = runToEnd(run, ({ step }) => {
      if (step === 'store') ending.abort(new Error('cancelled'));
    });
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(readdirSync(join(root, 'state/backups/staging'))).toEqual([]);
    expect(readdirSync(join(root, 'disk/locks'))).toEqual([]);
  });
});
