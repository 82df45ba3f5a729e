// SPDX-License-Identifier: Apache-2.0
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { chmodSync, chownSync, closeSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { admitSource, problemOfGiving as givenProblemOfGiving } from './admit-source.ts';
import { openFolder } from './volume-source.ts';

const problemOfGiving = (...args: Parameters<typeof givenProblemOfGiving>) => inEnglish(givenProblemOfGiving(...args));

const nobody = { uid: 65_000 };
const list = { folders: ['/data', '/var/lib/mysql'], problem: undefined };
const admits = (path: string, by = nobody): boolean => problemOfGiving({ path, by, list }) === undefined;

test.each(['/srv/pages', '/mnt/disk', '/media/disk/x', '/opt/app', '/data', '/data/x/y', '/var/lib/mysql'])(
  '%s may be given by anybody with the right to give volumes (review F3)',
  (path) => {
    expect([admits(path), admits(path, { uid: 0 })]).toEqual([true, true]);
  },
);

test.each([
  '/var/lib/apt',
  '/var/lib/pam',
  '/var/lib/private',
  '/lost+found',
  '/srv',
  '/opt',
  '/database',
  '/nix/store',
  '/snap/x',
  '/var/lib/mysql2',
])('%s may not, by root neither (B8) (review F3)', (path) => {
  const problem = problemOfGiving({ path, by: { uid: 0 }, list });
  expect(problem).toMatch(/lies below none of \/srv, \/mnt, \/media, \/opt, nor below what .*\/volumes.conf lists, /);
  expect(problem).toContain(': what belongs to root has to be listed; use such a folder');
});

test('a list that is ignored is named with the reason', () => {
  expect(
    problemOfGiving({
      path: '/data',
      by: { uid: 0 },
      list: { folders: [], problem: 'others than root may write to it' },
    }),
  ).toContain('lists (ignored now: others than root may write to it), and');
});

describe.skipIf(process.getuid?.() !== 0)("a folder of the user's own (B8) (review F3)", () => {
  let base: string;
  let own: string;
  let folder: number;

  beforeEach(() => {
    // Not below /tmp, where every user may write.
    base = mkdtempSync('/var/lib/bulkhead-admit-');
    chmodSync(base, 0o755);
    own = join(base, 'home/data');
    mkdirSync(own, { recursive: true });
    for (const path of [join(base, 'home'), own]) {
      chownSync(path, nobody.uid, 0);
      chmodSync(path, 0o755);
    }
    folder = openFolder(own) ?? -1;
  });
  afterEach(() => {
    closeSync(folder);
    rmSync(base, { recursive: true });
  });

  const problem = (by = nobody): string | undefined => problemOfGiving({ path: own, folder, by, list });

  it('may be given by that user, and by nobody else', () => {
    expect(problem()).toBe(undefined);
    expect(problem({ uid: 65_001 })).toContain(`${join(base, 'home')} belongs to the user 65000`);
    expect(() => admitSource({ path: own, folder, by: { uid: 0 }, list })).toThrow(
      /^cannot use .* for a volume: it lies below none of/,
    );
  });

  function exchange(path: string): void {
    renameSync(path, join(base, 'home/old'));
    mkdirSync(path);
    chownSync(path, nobody.uid, 0);
  }

  it('and nobody learns by asking what lies in a folder of others', () => {
    const asked = (path: string): string | undefined =>
      problemOfGiving({ path: join(base, path), by: { uid: 65_001 }, list });
    expect(asked('home/data')).toBe(asked('home/nothing'));
    mkdirSync(join(base, 'closed/there'), { recursive: true });
    chmodSync(join(base, 'closed'), 0o700);
    expect(asked('closed/there')).toContain(`${join(base, 'closed')} is closed to you`);
    expect(asked('closed/there')).toBe(asked('closed/nothing'));
  });

  it.each([
    ['the folder may be written by others', (): void => chmodSync(own, 0o757), 'others may write to'],
    [
      'the folder above may be written by its group',
      (): void => chmodSync(join(base, 'home'), 0o775),
      'others may write to',
    ],
    ['everybody may write to a folder far above', (): void => chmodSync(base, 0o1777), 'others may write to'],
    ["the folder is root's", (): void => chownSync(own, 0, 0), 'belongs to the user 0'],
    ["a folder above is another's", (): void => chownSync(base, 65_001, 0), 'belongs to the user 65001'],
    ['another folder has its path by now', (): void => exchange(own), 'exchanged meanwhile'],
  ])('may not when %s', (_what, spoil, reason) => {
    spoil();
    expect(problem()).toContain(reason);
  });
});
