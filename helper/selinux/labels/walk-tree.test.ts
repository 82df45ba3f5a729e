// SPDX-License-Identifier: Apache-2.0
import { closeSync, mkdirSync, mkdtempSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { farDepth, farPath, makeFar, removeFar } from '../../system/files/fixtures/far-folder.ts';
import { type Found, openRoot, walkTree } from './walk-tree.ts';

const never = new AbortController().signal;

describe('a walk through a tree', () => {
  let folder: string;
  let tree: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-walk-'));
    tree = join(folder, 'tree');
    mkdirSync(join(tree, 'a', 'b'), { recursive: true });
    writeFileSync(join(tree, 'a', 'b', 'file'), 'x');
  });
  afterEach(() => removeFar(folder));

  async function* walk(root: string, signal: AbortSignal): AsyncGenerator<Found, void, undefined> {
    const opened = openRoot(root) ?? -1;
    try {
      yield* walkTree({ path: root, folder: opened }, signal);
    } finally {
      closeSync(opened);
    }
  }

  async function paths(root: string): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { path, kind } of walk(root, never)) found.push(`${kind} ${path}`);
    return found.sort();
  }

  const plain = (): readonly string[] => ['', '/a', '/a/b', '/a/b/file'].map((path) => `file ${tree}${path}`);

  it('gives the root and all below it, once each', async () => {
    expect(await paths(tree)).toEqual(plain());
  });

  it('gives what has a name that is no UTF-8, and what no path of one call leads to (C10)', async () => {
    makeFar(tree, 'touch file');
    const found = await paths(tree);
    expect(found).toHaveLength(plain().length + farDepth + 2);
    expect(found).toContain(`file ${tree}/${farPath}/file`);
  });

  it('gives links as links, and never what they lead to', async () => {
    mkdirSync(join(folder, 'outside'));
    writeFileSync(join(folder, 'outside', 'secret'), 'x');
    symlinkSync(join(folder, 'outside'), join(tree, 'z'));
    symlinkSync('/', join(tree, 'y'));
    expect(await paths(tree)).toEqual([...plain(), `file ${tree}/y`, `file ${tree}/z`].sort());
  });

  it('does not follow a folder that becomes a link while it is walked', async () => {
    mkdirSync(join(folder, 'outside'));
    writeFileSync(join(folder, 'outside', 'secret'), 'x');
    const found: string[] = [];
    for await (const { path } of walk(tree, never)) {
      found.push(path);
      if (path !== join(tree, 'a')) continue;
      renameSync(join(tree, 'a'), join(folder, 'moved'));
      symlinkSync(join(folder, 'outside'), join(tree, 'a'));
    }
    expect(found.filter((path) => path.endsWith('secret'))).toEqual([]);
  });

  it('ends when it is aborted', async () => {
    for (let count = 0; count < 300; count += 1) writeFileSync(join(tree, `${count}`), '');
    const abort = new AbortController();
    const walkOn = async (): Promise<void> => {
      for await (const _ of walk(tree, abort.signal)) abort.abort(new Error('enough'));
    };
    await expect(walkOn()).rejects.toThrow('enough');
  });

  it('stays in the folder that was opened, whatever gets its path meanwhile (B4) (C6) (review F6)', async () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'secret'), 'x');
    const found: string[] = [];
    for await (const { path } of walk(tree, never)) {
      found.push(path);
      if (path !== tree) continue;
      renameSync(tree, join(folder, 'moved'));
      renameSync(other, tree);
    }
    expect(found.map((path) => path.slice(tree.length)).sort()).toEqual(['', '/a', '/a/b', '/a/b/file']);
  });

  it('has no folder to begin with where there is none', () => {
    expect(openRoot(join(folder, 'nowhere'))).toBe(undefined);
    closeSync(openRoot('/') ?? -1);
  });
});
