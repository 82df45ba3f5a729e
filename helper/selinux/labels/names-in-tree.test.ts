// SPDX-License-Identifier: Apache-2.0
import { closeSync, linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countNames } from './names-in-tree.ts';
import { openRoot, walkTree } from './walk-tree.ts';

let base: string;
let tree: { readonly path: string; readonly folder: number };

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'bulkhead-names-'));
  const path = join(base, 'tree');
  for (const name of ['a', 'b']) mkdirSync(join(path, name), { recursive: true });
  writeFileSync(join(path, 'alone'), 'x');
  writeFileSync(join(base, 'outside'), 'x');
  tree = { path, folder: openRoot(path) ?? -1 };
});
afterEach(() => {
  closeSync(tree.folder);
  rmSync(base, { recursive: true });
});

async function walk(
  onFound: (path: string) => void = () => undefined,
): Promise<{ readonly whole: readonly string[]; readonly sightings: number; readonly incomplete: number }> {
  const names = countNames(tree);
  const whole: string[] = [];
  let sightings = 0;
  for await (const found of walkTree(tree, new AbortController().signal)) {
    if (found.kind === 'skipped' || found.status.isDirectory()) continue;
    if (basename(found.path) === 'name') sightings += 1;
    onFound(found.path);
    if (names.addsLast(found)) whole.push(basename(found.path));
  }
  return { whole: whole.sort(), sightings, incomplete: names.incomplete().length };
}

test('a file is given once, at the last of its names, and one with a name outside is not', async () => {
  for (const [from, to] of [
    ['tree/alone', 'tree/a/again'],
    ['outside', 'tree/b/second'],
  ] as const)
    linkSync(join(base, from), join(base, to));
  const { whole, incomplete } = await walk();
  expect([whole.length, incomplete]).toEqual([1, 1]);
  expect(['alone', 'again']).toContain(whole[0]);
});

test('a name that moves to another folder during the walk is counted once, though seen twice (C6) (review F6)', async () => {
  const seen: number[] = [];
  // Whichever of the two is walked first.
  for (const first of ['a', 'b']) {
    const [from, to] = [join(tree.path, first, 'name'), join(tree.path, first === 'a' ? 'b' : 'a', 'name')];
    linkSync(join(base, 'outside'), from);
    const { whole, sightings, incomplete } = await walk((path) => (path === from ? renameSync(from, to) : undefined));
    seen.push(sightings);
    expect([whole, incomplete]).toEqual([['alone'], 1]);
    rmSync(to, { force: true });
  }
  expect(seen.toSorted()).toEqual([1, 2]);
});
