// SPDX-License-Identifier: Apache-2.0
/** Restores with the real restic, of backups that a stranger may have made. Only root may make devices. */

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import type { GivenResult } from '../../../contract/operations/index.ts';
import { textOf } from '../../../contract/text.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import { type BackupsFeature, type BackupsFeatureOptions, createBackupsFeature } from './feature.ts';
import { addRepository, callOf, type FeatureCall } from './fixtures/feature-call.ts';
import type { RestoreHost } from './restore-backup.ts';
import type { VolumeRestoreHost } from './restore-volume.ts';

const record = {
  version: 1,
  published: [{ protocol: 'tcp', address: null, hostPort: 8080, port: 80 }],
  links: ['db'],
  volumes: [{ name: 'data', target: '/data', readOnly: false }],
  folders: [{ source: '/srv/shared', target: '/shared', readOnly: true }],
  snapshotPlan: null,
};

let root: string;
let source: string;
let feature: BackupsFeature;
let call: FeatureCall;
let ending: AbortController;
/** What was done for the restored container, in this order. */
let done: string[];
let freeBytes: number;

beforeAll(async () => {
  // Another folder than that of temporary files, which everybody may write to.
  root = mkdtempSync('/var/lib/bulkhead-test-');
  source = join(root, 'source');
  feature = createBackupsFeature(optionsOf());
  await addRepository(feature, root);
});
beforeEach(() => {
  [done, freeBytes, ending] = [[], 1e9, new AbortController()];
  call = callOf(ending.signal);
  for (const one of ['source', 'created', 'volume']) rmSync(join(root, one), { recursive: true, force: true });
  for (const one of ['layer', 'volumes/data']) mkdirSync(join(source, one), { recursive: true, mode: 0o700 });
  writeFileSync(join(source, 'manifest.json'), '{}');
  writeFileSync(join(source, 'backup.json'), JSON.stringify(record));
});
afterAll(() => rmSync(root, { recursive: true }));

function optionsOf(): BackupsFeatureOptions {
  const web = fakeContainer({ name: 'web', published: [], links: [], volumes: [] });
  const never = () => fail('container-failed', { name: 'web', reason: 'it is not asked for' });
  return {
    places: { state: join(root, 'state') },
    containers: { list: async () => [], require: async () => web },
    work: { open: () => ({ admit: () => undefined, isOutOfMemory: false, end: async () => undefined }) },
    now: () => 1_795_532_000,
    activity: { begin: () => 0, end: () => undefined },
    log: () => undefined,
    folders: {
      async write({ folder }) {
        execFileSync('sh', ['-ec', 'rm -rf "$0"/*; cp -a "$1"/. "$0"', folder, source]);
        return web;
      },
      async create({ folder, chosen }) {
        cpSync(join(folder, 'layer'), join(root, 'created'), {
          recursive: true,
          filter: (path) => !/pipe$/.test(path),
        });
        done.push(`create ${chosen.name}`);
        return web;
      },
    },
    files: {
      async copyTree(from, { upper }) {
        execFileSync('cp', ['-a', from, upper]);
      },
    },
    volumes: { openAt: never },
    disk: () =>
      ({ freeBytes, reserveBytes: 0, freeInodes: 1000, reserveInodes: 0 }) as ReturnType<BackupsFeatureOptions['disk']>,
    networks: {
      publish: () => fail('port-not-allowed', { port: '8080', reason: 'web has it' }),
      async link(_, other) {
        done.push(`link ${other}`);
        return web;
      },
    },
    newVolumes: {
      hasNamed: () => false,
      async makeNamed(name, fill) {
        await fill(join(root, 'volume'));
        done.push(`volume ${name}`);
      },
      attach: async ({ source: attached, target }) => void done.push(`attach ${attached} at ${target}`),
    } satisfies VolumeRestoreHost['newVolumes'],
    handlers: { 'snapshot.schedule': never } satisfies RestoreHost['handlers'],
    snapshotPlanOf: () => null,
  };
}

/** Backs up what is in the source folder as it is, and restores it. */
async function restore(onStep: (step: string) => void = () => undefined): Promise<GivenResult<'backup.restore'>> {
  const { id } = await runToEnd(feature.handlers['backup.run']({ repository: 'disk', name: 'web' }, call));
  const params = { repository: 'disk', backup: id, name: 'shop' };
  return runToEnd(feature.handlers['backup.restore'](params, call), ({ step }) => onStep(step));
}
const leftOver = (): readonly string[] => readdirSync(join(root, 'state/backups/restoring'));

describe.skipIf(process.getuid?.() !== 0)('a restore', () => {
  it('makes the container first, then what it had, and names what cannot be', async () => {
    const steps: string[] = [];
    const { left } = await restore((step) => steps.push(step));
    expect([...new Set(steps)]).toEqual(['check', 'fetch', 'create', 'apply']);
    expect(done).toEqual([
      'create shop',
      'volume data',
      'attach /var/lib/bulkhead/volumes/data/files at /data',
      'link db',
    ]);
    expect(left.map(textOf)).toEqual([
      'the folder /srv/shared at /shared is no part of a backup; attach it',
      'the published port 8080: cannot publish 8080: web has it',
    ]);
    expect(leftOver()).toEqual([]);
  });

  it('leaves devices of a stranger out of volumes, and keeps the marks of an overlay and names that are not UTF-8', async () => {
    execFileSync('sh', ['-ec', 'mkdir a; mknod a/null c 1 3; mknod a/disk b 8 0; mknod a/gone c 0 0; mkfifo a/pipe'], {
      cwd: join(source, 'volumes/data'),
    });
    execFileSync('sh', ['-ec', `mkdir "$(printf 'd\\377')"; mknod "$(printf 'd\\377')/null" c 1 3`], {
      cwd: join(source, 'volumes/data'),
    });
    await restore();
    const found = execFileSync('find', ['.', '-mindepth', '1', '-printf', '%p %y\n'], { cwd: join(root, 'volume') });
    expect(found.toString('latin1').trim().split('\n').toSorted()).toEqual([
      './a d',
      './a/gone c',
      './a/pipe p',
      './d\xFF d',
    ]);
  });

  it('reads nothing through a link in the place of its folders', async () => {
    rmSync(join(source, 'volumes'), { recursive: true });
    execFileSync(
      'sh',
      ['-ec', 'mkdir -p outside/data; echo secret > outside/data/key; ln -s "$PWD/outside" source/volumes'],
      {
        cwd: root,
      },
    );
    const { left } = await restore();
    expect(textOf(left[0] ?? '')).toMatch(/^the volume data: .*is a link/);
    expect([done.includes('volume data'), existsSync(join(root, 'volume'))]).toEqual([false, false]);
  });

  it.each([
    ['is a link', 'mv backup.json other; ln -s other backup.json'],
    ['is a pipe', 'rm backup.json; mkfifo backup.json'],
    ['is too large', 'head -c 300000 /dev/zero | tr "\\0" " " >> backup.json'],
    ['says something else', `echo '{"version":1,"volumes":[{"name":"../etc"}]}' > backup.json`],
    ['is missing', 'rm backup.json'],
  ])('makes no container where the record %s', async (_, script) => {
    execFileSync('sh', ['-ec', script], { cwd: source });
    await expect(restore()).rejects.toMatchObject({ code: 'repository-unusable' });
    expect([done, leftOver()]).toEqual([[], []]);
  });

  it('ends where the disk has less than the host keeps, whatever the backup says of its size', async () => {
    writeFileSync(join(source, 'layer/blob'), Buffer.alloc(3_000_000, 'a'));
    await expect(restore((step) => step === 'fetch' && (freeBytes = -1))).rejects.toMatchObject({ code: 'disk-full' });
    freeBytes = 1_000_000;
    await expect(restore()).rejects.toMatchObject({ code: 'disk-full' });
    expect([done, leftOver()]).toEqual([[], []]);
  });

  it('that is cancelled leaves no copy', async () => {
    const cancelled = restore((step) => {
      if (step === 'fetch') ending.abort(new Error('cancelled'));
    });
    await expect(cancelled).rejects.toThrow('cancelled');
    expect([done, leftOver()]).toEqual([[], []]);
  });

  it('that was cut off is removed when the helper starts', async () => {
    mkdirSync(join(root, 'state/backups/restoring/shop/layer'), { recursive: true });
    await feature.recovery.backups();
    expect(existsSync(join(root, 'state/backups/restoring'))).toBe(false);
  });
});
