// SPDX-License-Identifier: Apache-2.0
/** Backups with the real restic, of a container that is only written down. Only root may take capabilities from it. */

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../../contract/operations/index.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import { type BackupsFeature, createBackupsFeature } from './feature.ts';
import { addRepository, callOf, type FeatureCall } from './fixtures/feature-call.ts';
import { makeTestRoot, optionsOfWritten, writtenFields } from './fixtures/written-container.ts';

const web = fakeContainer(writtenFields);
const isRoot = process.getuid?.() === 0;
let root: string;
let feature: BackupsFeature;
let call: FeatureCall;
let ending: AbortController;

beforeEach(async () => {
  root = makeTestRoot();
  ending = new AbortController();
  call = callOf(ending.signal);
  feature = createBackupsFeature(optionsOfWritten(root, web));
  await addRepository(feature, root);
});
afterEach(() => rmSync(root, { recursive: true }));

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
