// SPDX-License-Identifier: Apache-2.0
/** Repositories with the real restic. Only root may take capabilities from it. */

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Params } from '../../../contract/operations/index.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { createRepositories, type Repositories } from './repositories.ts';
import { problemOfFolder } from './repository-folder.ts';

const isRoot = process.getuid?.() === 0;

let root: string;
let repositories: Repositories;
let volumes: readonly string[];
let signal: AbortSignal;

beforeEach(() => {
  // Another folder than that of temporary files, which everybody may write to.
  root = mkdtempSync('/var/lib/bulkhead-test-');
  volumes = [];
  ({ signal } = new AbortController());
  repositories = createRepositories({
    places: { state: join(root, 'state') },
    containers: {
      list: async () => [
        fakeContainer({
          volumes: volumes.map((source) => ({ source, target: '/data', readOnly: false, category: null })),
        }),
      ],
    },
    work: { open: () => ({ admit: () => undefined, isOutOfMemory: false, end: async () => undefined }) },
    now: () => 1_795_532_000,
  });
});
afterEach(() => rmSync(root, { recursive: true }));

function folder(name: string): string {
  const path = join(root, name);
  mkdirSync(path, { mode: 0o700 });
  return path;
}

function added(params: Params<'backup.add'>): Promise<unknown> {
  return repositories.add(params, signal).catch((error: unknown) => error);
}

function unusable(repository: string, reason: string): unknown {
  const message: unknown = expect.stringContaining(`cannot use the repository ${repository}: ${reason}`);
  return expect.objectContaining({ code: 'repository-unusable', message });
}

describe.skipIf(!isRoot)('a repository', () => {
  it('is made in an empty folder with a key of its own, and opened by that key under another name', async () => {
    const path = folder('disk');
    const { repository, key } = await repositories.add({ repository: 'disk', folder: path }, signal);
    expect(repository).toMatchObject({ name: 'disk', folder: path, addedAt: 1_795_532_000 });
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(readdirSync(path)).toContain('config');
    expect([repositories.list(), repositories.readKey('disk')]).toEqual([[repository], key]);

    repositories.remove('disk');
    expect(repositories.list()).toEqual([]);
    expect(existsSync(join(root, 'state/backups/keys/disk'))).toBe(false);
    const opened = await repositories.add({ repository: 'again', folder: path, key: key ?? '' }, signal);
    expect(opened).toEqual({ repository: { ...repository, name: 'again' }, key: null });
    // Restic reads what it has made by that key.
    const listed = execFileSync('restic', ['snapshots', '--no-cache', '--json'], {
      env: { RESTIC_REPOSITORY: path, RESTIC_PASSWORD: key ?? '', PATH: '/usr/bin' },
      encoding: 'utf8',
    });
    expect(JSON.parse(listed)).toEqual([]);
  });

  it('has a key that only root reads', async () => {
    await repositories.add({ repository: 'disk', folder: folder('disk') }, signal);
    const modes = ['', 'keys', 'keys/disk', 'repositories.json'].map(
      (path) => statSync(join(root, 'state/backups', path)).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600]);
  });

  it('is not opened by another key, nor where there is none, and nothing of that is kept', async () => {
    const path = folder('disk');
    await repositories.add({ repository: 'disk', folder: path }, signal);
    expect([
      await added({ repository: 'other', folder: path, key: 'another-key' }),
      await added({ repository: 'other', folder: folder('empty'), key: 'another-key' }),
    ]).toEqual([
      unusable('other', 'its key is another one'),
      unusable('other', 'there is no repository in its folder'),
    ]);
    expect(readdirSync(join(root, 'state/backups/keys'))).toEqual(['disk']);
  });

  it('has one name on a host, and a folder of its own', async () => {
    const path = folder('disk');
    const { key } = await repositories.add({ repository: 'disk', folder: path }, signal);
    expect([
      await added({ repository: 'disk', folder: folder('two') }),
      await added({ repository: 'two', folder: path }),
      await added({ repository: 'two', folder: path, key: key ?? '' }),
    ]).toEqual([
      expect.objectContaining({ code: 'repository-exists' }),
      unusable('two', 'the folder is not empty'),
      unusable('two', 'this host has it already, by the name disk'),
    ]);
  });

  it('that is not known is not found', () => {
    expect(() => repositories.remove('disk')).toThrow('cannot find the repository disk');
    expect(() => repositories.readKey('disk')).toThrow('cannot find the repository disk');
  });

  it('is not made by a call that was cancelled', async () => {
    const path = folder('disk');
    await expect(
      repositories.add({ repository: 'disk', folder: path }, AbortSignal.abort(new Error('cancelled'))),
    ).rejects.toThrow('cancelled');
    expect([readdirSync(path), repositories.list()]).toEqual([[], []]);
  });
});

describe.skipIf(!isRoot)('the folder of a repository', () => {
  it('is one that root alone can change, by a path without links', () => {
    const path = folder('disk');
    expect(problemOfFolder(path, [])).toBeUndefined();
    symlinkSync(path, join(root, 'link'));
    expect(problemOfFolder(join(root, 'link'), [])).toMatchObject({ message: '{name} {problem}' });
    expect(problemOfFolder(join(root, 'missing'), [])).toMatchObject({ message: '{name} {problem}' });
    chmodSync(root, 0o777);
    expect(problemOfFolder(path, [])).toMatchObject({
      message: 'others than root may write to {name}; chmod go-w {name}',
      values: { name: root },
    });
  });

  it('is none of the system, of the helper, or of a container', () => {
    const messages = [
      '/etc/backups',
      '/var/lib/bulkhead/backups/new',
      '/var/lib/lxc/web/rootfs/srv',
      '/srv',
      '/var/backups',
    ].map((path) => problemOfFolder(path, []));
    const below = { message: 'it lies below {system}, which belongs to the system' };
    const wide = { message: 'it is too wide; make a folder below it' };
    expect(messages).toMatchObject([below, below, below, wide, wide]);
    const path = folder('disk');
    const taken = { message: 'a container has {volume} as a volume' };
    expect([root, join(path, 'inner')].map((volume) => problemOfFolder(path, [volume]))).toMatchObject([taken, taken]);
  });

  it('may lie below that for backups of the system', () => {
    // It need not be there: the path alone is judged first.
    expect(problemOfFolder('/var/backups/bulkhead-missing', [])).toMatchObject({
      message: '{name} {problem}',
    });
  });
});
