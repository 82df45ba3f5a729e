// SPDX-License-Identifier: Apache-2.0
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVolumeList, parseVolumeList as givenParseVolumeList } from './volume-list.ts';

const parseVolumeList = (...args: Parameters<typeof givenParseVolumeList>) => inEnglish(givenParseVolumeList(...args));

describe('the list of folders that may be given', () => {
  it('has a whole path on each line, and comments', () => {
    const text = '# data of ours\n\n/data\n  /var/lib/mysql/ \n#/off\n/with # in it\n';
    expect(parseVolumeList(text)).toEqual({ folders: ['/data', '/var/lib/mysql', '/with # in it'], problems: [] });
  });

  it.each([
    ['data', 'whole path'],
    ['/', 'whole path'],
    ['/data/../etc', 'no . and no ..'],
    ['/data//x', 'no empty part'],
    ['/etc', 'belongs to the system'],
    ['/etc/nginx', 'belongs to the system'],
    ['/var/lib/lxc/web', 'belongs to the system'],
    ['/data\u202e', 'control characters'],
  ])('leaves out the line %s, and says why', (line, reason) => {
    expect(parseVolumeList(`/good\n${line}\n`)).toEqual({
      folders: ['/good'],
      problems: [{ line: 2, reason: expect.stringContaining(reason) as string }],
    });
  });
});

describe.skipIf(process.getuid?.() !== 0)('the file that holds it (B8) (review F3)', () => {
  let folder: string;
  let path: string;
  let logged: unknown[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-list-'));
    path = join(folder, 'bulkhead/volumes.conf');
    mkdirSync(join(folder, 'bulkhead'), { mode: 0o755 });
    writeFileSync(path, '/data\n', { mode: 0o644 });
    logged = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (): ReturnType<ReturnType<typeof createVolumeList>> =>
    createVolumeList({ path, log: (_level, event, fields) => void logged.push([event, fields?.reason]) })();

  it("is root's, and read each time", () => {
    expect(read()).toEqual({ folders: ['/data'], problem: undefined });
    rmSync(path);
    expect(read()).toEqual({ folders: [], problem: undefined });
    expect(logged).toEqual([]);
  });

  function makeLink(from: string): void {
    renameSync(from, join(folder, 'other'));
    symlinkSync(join(folder, 'other'), from);
  }

  it.each([
    ['its group may write to it', (): void => chmodSync(path, 0o664), 'others than root may write'],
    ['everybody may write to it', (): void => chmodSync(path, 0o646), 'others than root may write'],
    ['it belongs to another', (): void => chownSync(path, 1000, 0), 'belongs to the user 1000'],
    ['its folder belongs to another', (): void => chownSync(join(path, '..'), 1000, 0), 'belongs to the user 1000'],
    ['others may write to its folder', (): void => chmodSync(join(path, '..'), 0o775), 'others than root may write'],
    ['it is a link', (): void => makeLink(path), 'symbolic link'],
    ['it is huge', (): void => writeFileSync(path, `/data\n${'#'.repeat(70_000)}`), 'larger than'],
  ])('is ignored when %s, and the log says so', (_what, spoil, reason) => {
    spoil();
    expect(read()).toEqual({ folders: [], problem: expect.stringContaining(reason) as string });
    expect(logged).toEqual([['volume-list-ignored', expect.stringContaining(reason)]]);
  });
});
