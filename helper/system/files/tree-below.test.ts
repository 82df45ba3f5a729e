// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { belowFolder, type TreeBelow } from './tree-below.ts';

describe('a tree that a container may have changed', () => {
  let base: string;
  let root: string;
  const mine = { owner: process.getuid?.() ?? 0, mode: 0o755 };
  const descriptors = (): number => readdirSync('/proc/self/fd').length;

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'bulkhead-below-'));
    root = join(base, 'root');
    mkdirSync(join(root, 'etc'), { recursive: true });
    mkdirSync(join(base, 'outside/deep'), { recursive: true });
    writeFileSync(join(base, 'outside/canary'), 'alive');
    symlinkSync(join(base, 'outside'), join(root, 'absolute'));
    symlinkSync('../outside', join(root, 'relative'));
    symlinkSync('../../outside/canary', join(root, 'etc/hostname'));
  });
  afterEach(() => rmSync(base, { recursive: true }));

  it('is written, read and looked at below its root', () => {
    belowFolder(root, (tree) => {
      tree.makeFolder('srv/www/html', mine);
      tree.writeFile('srv/www/html/page', 'first and long', mine);
      tree.writeFile('srv/www/html/page', 'second', { ...mine, mode: 0o640 });
      tree.makeLink('srv/www/html/link', '/etc/passwd');
      expect(tree.readFile('srv/www/html/page')).toBe('second');
      expect(tree.statusOf('srv/www/html/link')?.isSymbolicLink()).toBe(true);
      tree.removeFile('srv/www/html/nothing');
      tree.removeFile('etc/hostname');
      expect(tree.statusOf('etc/hostname')).toBe(undefined);
    });
    expect([
      statSync(join(root, 'srv/www')).mode & 0o777,
      statSync(join(root, 'srv/www/html/page')).mode & 0o777,
    ]).toEqual([0o755, 0o640]);
    expect(readlinkSync(join(root, 'srv/www/html/link'))).toBe('/etc/passwd');
  });

  const attempts: readonly (readonly [string, (tree: TreeBelow, parent: string) => unknown])[] = [
    ['makes no folder', (tree, parent) => tree.makeFolder(`${parent}/new`, mine)],
    ['gives no folder other rights', (tree, parent) => tree.makeFolder(`${parent}/deep`, { ...mine, mode: 0o777 })],
    ['writes no file', (tree, parent) => tree.writeFile(`${parent}/canary`, 'dead', mine)],
    ['reads no file', (tree, parent) => tree.readFile(`${parent}/canary`)],
    ['makes no link', (tree, parent) => tree.makeLink(`${parent}/link`, '/etc')],
    ['removes no file', (tree, parent) => tree.removeFile(`${parent}/canary`)],
    ['looks at no file', (tree, parent) => tree.statusOf(`${parent}/canary`)],
    ['opens no folder', (tree, parent) => tree.withFolder(`${parent}/deep`, () => undefined)],
  ];

  it.each(attempts)('%s by way of a linked parent, or of one above (C3) (review F11)', (_what, attempt) => {
    const before = [
      execFileSync('find', [join(base, 'outside'), '-printf', '%p %m %s\n'], { encoding: 'utf8' }),
      descriptors(),
    ];
    for (const parent of ['absolute', 'relative', 'etc/../../outside', '..', '../outside'])
      expect(() => belowFolder(root, (tree) => attempt(tree, parent)), parent).toThrow(/ELOOP|EXDEV|ENOTDIR/);
    expect([
      execFileSync('find', [join(base, 'outside'), '-printf', '%p %m %s\n'], { encoding: 'utf8' }),
      descriptors(),
    ]).toEqual(before);
  });

  it('has a link where a file was: it is not followed, and the file that it leads to stays (C3) (review F11)', () => {
    expect(() => belowFolder(root, (tree) => tree.writeFile('etc/hostname', 'dead', mine))).toThrow('ELOOP');
    expect(() => belowFolder(root, (tree) => tree.readFile('etc/hostname'))).toThrow('ELOOP');
    expect(() => belowFolder(root, (tree) => tree.makeFolder('absolute', mine))).toThrow(/ELOOP|ENOTDIR/);
    belowFolder(root, (tree) => tree.removeFile('etc/hostname'));
    expect(lstatSync(join(root, 'etc/hostname'), { throwIfNoEntry: false })).toBe(undefined);
    expect(readFileSync(join(base, 'outside/canary'), 'utf8')).toBe('alive');
  });

  it('has a pipe where a file was: nobody waits for its other end', () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(() => belowFolder(root, (tree) => tree.writeFile('pipe', 'x', mine))).toThrow('ENXIO');
    expect(() => belowFolder(root, (tree) => tree.readFile('pipe'))).toThrow('no plain file');
  });

  it('is not there at all, or is a link itself', () => {
    expect(() => belowFolder(join(base, 'nothing'), () => undefined)).toThrow('ENOENT');
    expect(() => belowFolder(join(root, 'absolute'), () => undefined)).toThrow(/ENOTDIR|ELOOP/);
    expect(existsSync(join(base, 'nothing'))).toBe(false);
  });
});
