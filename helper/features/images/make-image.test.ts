// SPDX-License-Identifier: Apache-2.0
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, isFailure } from '../../../contract/errors.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { Unpack, Unpacked } from '../archives/ports.ts';
import { createImageStore, type ImageStore } from './image-store.ts';
import { type ImageSource, makeImage } from './make-image.ts';

const isRoot = process.getuid?.() === 0;
const { signal } = new AbortController();
const disk = { freeBytes: 1000, reserveBytes: 400, freeInodes: 50, reserveInodes: 20 } as HostDisk;
const unpacked: Unpacked = {
  format: 'root',
  files: 12,
  bytes: 480,
  setId: 1,
  leftOut: { devices: 2, attributes: 0 },
  members: {},
  architecture: 'arm64',
  release: 'NAME=x\nPRETTY_NAME="Test \\"Linux\\"\u202e 1"\n',
  hasInit: true,
  sha256: 'ab'.repeat(32),
  receivedBytes: 100,
  application: null,
};
const source: ImageSource = {
  name: 'test',
  description: undefined,
  origin: 'root.tar',
  ids: { first: 0, count: 65_536 },
  archive: (async function* () {})(),
};

let path: string;
let store: ImageStore;
let pending: string[];

const intents = {
  begin: ({ kind, subject }) => pending.push(`${kind} ${subject}`),
  release: () => void pending.pop(),
} as Partial<IntentJournal> as IntentJournal;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'bulkhead-images-'));
  pending = [];
  store = createImageStore({ path, log: () => undefined });
});
afterEach(() => rmSync(path, { recursive: true }));

const make = (unpack: Unpack, change: Partial<ImageSource> = {}) =>
  makeImage(
    { ...source, ...change },
    { store, intents, unpack, disk: () => disk, now: () => 1_795_541_512 },
    { report: () => undefined, signal },
  );

describe.runIf(isRoot)('an image that is made of an archive', () => {
  it('has its name once all is there, and says where it came from', async () => {
    const { image } = await make(async ({ target, scratch, limits }) => {
      expect([pending, limits]).toEqual([['make-image test'], { maxBytes: 600, maxFiles: 30, ids: source.ids }]);
      expect(readdirSync(path)).toEqual(['.unfinished-test']);
      writeFileSync(join(scratch, 'left'), '');
      mkdirSync(join(target, 'etc'));
      writeFileSync(join(target, 'etc/machine-id'), 'that of another machine\n');
      return unpacked;
    });
    expect(image).toEqual({
      name: 'test',
      description: 'Test "Linux"\\u{202e} 1',
      architecture: 'arm64',
      sizeBytes: 480,
      createdAt: 1_795_541_512,
      sha256: unpacked.sha256,
      origin: 'root.tar',
      hasInit: true,
      application: null,
      usedBy: [],
    });
    const { usedBy: _usedBy, ...stored } = image;
    expect(await store.list(signal)).toEqual([stored]);
    expect([readdirSync(path), readdirSync(join(path, 'test')).sort(), pending]).toEqual([
      ...[['test'], ['image.json', 'rootfs'], []],
    ]);
    expect(readFileSync(join(path, 'test/rootfs/etc/machine-id'), 'utf8')).toBe('');
  });

  it('follows no link where the machine id is expected (C3)', async () => {
    const canary = join(path, 'canary');
    writeFileSync(canary, 'untouched');
    await make(async ({ target }) => {
      mkdirSync(join(target, 'etc'));
      symlinkSync(canary, join(target, 'etc/machine-id'));
      return unpacked;
    });
    await make(
      async ({ target }) => {
        mkdirSync(join(path, 'outside'));
        writeFileSync(join(path, 'outside/machine-id'), 'untouched');
        symlinkSync(join(path, 'outside'), join(target, 'etc'));
        return unpacked;
      },
      { name: 'second' },
    );
    expect([canary, join(path, 'outside/machine-id')].map((file) => readFileSync(file, 'utf8'))).toEqual([
      ...['untouched', 'untouched'],
    ]);
  });

  it('leaves nothing when it cannot be unpacked, or has another digest', async () => {
    const codeOf = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => undefined,
        (error: unknown) => (isFailure(error) ? error.code : error),
      );
    const half: Unpack = async ({ target }) => {
      writeFileSync(join(target, 'half'), '');
      fail('archive-unusable', { reason: 'it is cut off' });
    };
    expect(await codeOf(make(half))).toBe('archive-unusable');
    expect(await codeOf(make(async () => unpacked, { sha256: 'cd'.repeat(32) }))).toBe('archive-unusable');
    expect([readdirSync(path), pending]).toEqual([[], []]);
  });

  it('takes the place of none', async () => {
    await make(async () => unpacked);
    const before = readFileSync(join(path, 'test/image.json'), 'utf8');
    await expect(make(() => fail('archive-unusable', { reason: 'it was begun' }))).rejects.toMatchObject({
      code: 'image-exists',
    });
    expect(readFileSync(join(path, 'test/image.json'), 'utf8')).toBe(before);
  });

  it('is described again, and what a later version wrote stays; then it is removed as a whole', async () => {
    await make(async () => unpacked);
    const file = join(path, 'test/image.json');
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), later: 1 }));
    expect((await store.describe('test', 'other')).description).toBe('other');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ description: 'other', later: 1, name: 'test' });
    await store.remove('test');
    expect([readdirSync(path), existsSync(file)]).toEqual([[], false]);
  });
});
