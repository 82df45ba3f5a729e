// SPDX-License-Identifier: Apache-2.0
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { isFailure } from '../../../../contract/errors.ts';
import type { VolumeFolder } from '../../../../contract/model/containers/volume-folder.ts';
import { textOf } from '../../../../contract/text.ts';
import { listFolders } from './list-folders.ts';

const isRoot = process.getuid?.() === 0;
const user = 4242;
let base: string;

beforeEach(() => {
  base = mkdtempSync('/srv/bulkhead-folders-');
  chmodSync(base, 0o755);
  for (const name of ['open', 'closed/secret', 'own', 'b\nb']) mkdirSync(join(base, name), { recursive: true });
  chmodSync(join(base, 'closed'), 0o700);
  chmodSync(join(base, 'own'), 0o700);
  chownSync(join(base, 'own'), user, user);
  mkdirSync(join(base, 'own/data'));
  symlinkSync('/etc', join(base, 'link'));
  writeFileSync(join(base, 'file'), '');
});
afterEach(() => rmSync(base, { recursive: true }));

const options = (uid: number) => ({ by: { uid }, list: { folders: [], problem: undefined }, usersOf: () => [] });
const list = async (path: string | undefined, uid = user): Promise<readonly VolumeFolder[]> =>
  inEnglish((await listFolders(path, options(uid))).folders);
const reasonOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'listed',
    (error: unknown) => (isFailure(error, 'volume-not-allowed') ? textOf(error.data.reason) : String(error)),
  );

describe.runIf(isRoot)('the folders from which a volume is chosen', () => {
  it('begin with those of data, which are too wide themselves', async () => {
    expect((await list(undefined)).map(({ path, isOpen, problem }) => ({ path, isOpen, problem }))).toContainEqual({
      path: '/srv',
      isOpen: true,
      problem: 'it is too wide; make a folder below it for this volume',
    });
  });

  it('are no files, no links, and none whose name could be no volume', async () => {
    expect((await list(base)).map(({ path, isOpen, problem }) => [path, isOpen, problem])).toEqual([
      [join(base, 'closed'), false, null],
      [join(base, 'open'), true, null],
      [join(base, 'own'), true, null],
    ]);
    expect((await list(join(base, 'own'))).map(({ path }) => path)).toEqual([join(base, 'own/data')]);
  });

  it('are not listed to whom the folder is closed, nor below it, nor by way of a link (C3)', async () => {
    expect([
      await reasonOf(list(join(base, 'closed'))),
      await reasonOf(list(join(base, 'closed/secret'))),
      await reasonOf(list(join(base, 'link'))),
      await reasonOf(list('/etc')),
    ]).toEqual([
      'it is closed to you; type the path of a folder in it',
      'a folder of its path is closed to you',
      'there is no such folder on the host',
      'no folder in it may be given',
    ]);
    expect((await list(join(base, 'closed'), 0)).map(({ path }) => path)).toEqual([join(base, 'closed/secret')]);
  });

  it('name the containers that have one', async () => {
    const taken = { ...options(user), usersOf: () => [{ name: 'web', volume: undefined as never }] };
    expect((await listFolders(base, taken)).folders[1]).toMatchObject({ problem: null, users: ['web'] });
  });
});
