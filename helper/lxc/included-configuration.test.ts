// SPDX-License-Identifier: Apache-2.0
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { makeRootsFolder } from '../system/files/fixtures/roots-folder.ts';
import { readIncluding } from './included-configuration.ts';

let folder: string;

const somebody = 65_000;

const secret = 'PASSWORD = CANARY\n';

const mayWrite = (name: string): string => `others than root may write to FOLDER/${name}`;

const mayNotRead = (name: string): string => `not everybody may read FOLDER/${name}`;

describe.runIf(process.getuid?.() === 0)('an included file', () => {
  beforeEach(() => (folder = makeRootsFolder()));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('stays before what it brings, in its place among the other lines', () => {
    put('common', 'lxc.uts.name = common\n');
    const path = put(
      'config',
      'lxc.uts.name = first\nlxc.include = common\nlxc.uts.name = last\nlxc.not.include = common\n',
    );
    expect(valuesOf(path)).toEqual([
      ...['config: first', 'config: common', 'common: common', 'config: last', 'config: common'],
    ]);
  });

  test('that is a folder brings its files that end in .conf, by name', () => {
    put('all/b.conf', 'lxc.a = b\n');
    put('all/a.conf', 'lxc.a = a\n');
    put('all/a.conf.old', 'lxc.a = old\n');
    expect(valuesOf(put('config', 'lxc.include = all\n'))).toEqual(['config: all', 'all/a.conf: a', 'all/b.conf: b']);
  });

  test('that is missing, no regular file or larger than a configuration brings nothing', () => {
    symlinkSync('/dev/zero', join(folder, 'endless'));
    put('largest', `#${'x'.repeat(1024 * 1024 - 8)}\na = b\n`);
    put('larger', `#${'x'.repeat(1024 * 1024)}\na = b\n`);
    const includes = ['none', 'endless', 'larger', 'largest'].map((name) => `lxc.include = ${name}\n`).join('');
    expect(valuesOf(put('config', includes))).toEqual([
      ...['config: none', 'config: endless', 'config: larger', 'config: largest', 'largest: b'],
    ]);
    expect(readIncluding(join(folder, 'nothing'))).toEqual([]);
  });

  test('that includes itself ends', () => {
    expect(valuesOf(put('config', 'lxc.include = config\n'))).toEqual(new Array(9).fill('config: config'));
  });

  test('that includes itself twice is read as often as files are read at all, and no more', () => {
    const path = put('config', 'lxc.include = config\nlxc.include = config\n');
    const lines = readIncluding(path);
    expect(lines.length).toBeLessThanOrEqual(2 * 201);
    expect(skippedOf(path).at(-1)).toBe('FOLDER/config is one file too many');
  });

  it.each([
    ['lies below a link of somebody', 'home/a.conf', aLinkOfSomebody, 'FOLDER/home belongs to the user 65000'],
    ["is somebody's own", 'a.conf', aFileOfSomebody, 'FOLDER/a.conf belongs to the user 65000'],
    ['may be written by its group', 'a.conf', () => chmodSync(put('a.conf', secret), 0o664), mayWrite('a.conf')],
    ['lies where everybody may write, of whom none may rename it', 'home/a.conf', aStickyFolder, mayWrite('home')],
    ['is a link of root', 'a.conf', aLinkOfRoot, 'FOLDER/a.conf is a link, or no folder (ELOOP)'],
    ['lies below a link of root', 'home/a.conf', aFolderThatIsALink, 'FOLDER/home is a link, or no folder (ENOTDIR)'],
    ['only root may read', 'a.conf', () => chmodSync(put('a.conf', secret), 0o600), mayNotRead('a.conf')],
    ['lies in a folder that only root may enter', 'home/a.conf', () => aFolderOf(0o700), mayNotRead('home')],
    ['is a folder that only root may list', 'home', () => aFolderOf(0o711), mayNotRead('home')],
    ['is a folder in a folder', 'home', () => put('home/a.conf/b', secret), 'FOLDER/home/a.conf is no plain file'],
    ['is not there', 'a.conf', () => undefined, 'FOLDER/a.conf is not there'],
  ])('that %s is not read, and the reason is said (N10)', (_what, included, prepare, reason) => {
    prepare();
    const path = put('config', `lxc.include = ${included}\n`);
    expect(readIncluding(path).map(({ key }) => key)).toEqual(['lxc.include']);
    expect(skippedOf(path)).toEqual([reason]);
  });

  test('of a folder is read beside another one that is not (N10)', () => {
    put('all/a.conf', 'lxc.a = a\n');
    chmodSync(put('all/b.conf', secret), 0o600);
    symlinkSync('/etc/passwd', join(folder, 'all/c.conf'));
    const path = put('config', 'lxc.include = all\n');
    expect(valuesOf(path)).toEqual(['config: all', 'all/a.conf: a']);
    expect(skippedOf(path)).toEqual([mayNotRead('all/b.conf'), 'FOLDER/all/c.conf is a link, or no folder (ELOOP)']);
  });

  it.each([
    ['a name', 'config'],
    ['a relative path', '../config'],
    ['a path with ..', '/etc/../etc/hostname'],
    ['a path with .', '/./etc'],
    ['a path that is longer than the kernel takes', `/${'x/'.repeat(3000)}`],
  ])('that is %s is not read (N10)', (_what, value) => {
    const path = join(folder, 'config');
    writeFileSync(path, `lxc.include = ${value}\n`);
    expect(skippedOf(path)).toEqual([expect.stringMatching(/ is not the whole path of a file$/)]);
  });
});

/** Writes a file whose includes are below the folder, and gives its path. */
function put(path: string, text: string): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text.replaceAll('include = ', `include = ${folder}/`));
  return whole;
}

/** Each line as the file that has it and its value, without the folder. */
function valuesOf(path: string): readonly string[] {
  return readIncluding(path).map(({ file, value }) => `${file}: ${value}`.replaceAll(`${folder}/`, ''));
}

function skippedOf(path: string): readonly string[] {
  const skipped = readIncluding(path).flatMap((line) => line.skipped ?? []);
  return inEnglish(skipped).map((reason) => reason.replaceAll(folder, 'FOLDER'));
}

function aLinkOfSomebody(): void {
  chmodSync(put('secret', secret), 0o600);
  mkdirSync(join(folder, 'home'));
  symlinkSync('../secret', join(folder, 'home/a.conf'));
  chownSync(join(folder, 'home'), somebody, 0);
}

function aStickyFolder(): void {
  put('home/a.conf', secret);
  chmodSync(join(folder, 'home'), 0o1777);
}

function aLinkOfRoot(): void {
  put('secret', secret);
  symlinkSync('secret', join(folder, 'a.conf'));
}

function aFolderThatIsALink(): void {
  put('real/a.conf', secret);
  symlinkSync('real', join(folder, 'home'));
}

function aFolderOf(mode: number): void {
  put('home/a.conf', secret);
  chmodSync(join(folder, 'home'), mode);
}

function aFileOfSomebody(): void {
  chownSync(put('a.conf', secret), somebody, 0);
}
