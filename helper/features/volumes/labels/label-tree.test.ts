// SPDX-License-Identifier: Apache-2.0
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import type { GivenVolumeItem } from '../../../../contract/operations/containers/volume.ts';
import { attributeOf, setAttribute } from '../../../system/native/attributes.ts';
import { at, label, labelAt } from '../../../selinux/labels/fixtures/labels-of-paths.ts';
import { type Inspection, inspectFolder } from '../../../selinux/labels/inspect-folder.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { farPath, makeFar, removeFar } from '../../../system/files/fixtures/far-folder.ts';
import { openBelow, resolve } from '../../../system/native/native.ts';
import { restoreTree, labelTree } from './label-tree.ts';
import { openFolder } from '../admission/volume-source.ts';

const mine = 'system_u:object_r:bulkhead_file_t:s0:c1,c2';
const shared = 'system_u:object_r:bulkhead_shared_992_t:s0:c992';
const forever = new AbortController().signal;

// Only root reads and writes these attributes.
const isRoot = process.getuid?.() === 0;

let base: string;
let source: string;

beforeEach(() => {
  if (!isRoot) return;
  base = mkdtempSync(join(tmpdir(), 'bulkhead-tree-'));
  source = join(base, 'volume');
  mkdirSync(join(source, 'sub'), { recursive: true });
  writeFileSync(join(source, 'sub/one'), '1');
  writeFileSync(join(source, 'two'), '2');
  symlinkSync('/etc/passwd', join(source, 'link'));
  writeFileSync(join(base, 'outside'), 'canary');
  for (const [path, type] of Object.entries({
    '': 'var_t',
    sub: 'public_content_t',
    'sub/one': 'etc_t',
    two: 'var_t',
    link: 'var_t',
  }))
    label(join(source, path), `u:object_r:${type}:s0`);
  label(join(base, 'outside'), 'u:object_r:canary_t:s0');
});
afterEach(() => {
  if (isRoot) removeFar(base);
});

const types = (...paths: readonly string[]): readonly (string | undefined)[] =>
  paths.map((path) => labelAt(join(source, path))?.split(':')[2]);

async function work(
  act: typeof labelTree | typeof restoreTree,
  context: string | undefined,
  signal = forever,
): Promise<readonly GivenVolumeItem[]> {
  const folder = openFolder(source) ?? -1;
  const reported: GivenVolumeItem[] = [];
  try {
    const tree = {
      source,
      folder,
      inspection: await inspectFolder({ path: source, folder }, { isNew: false }, forever),
      tell: (item: GivenVolumeItem) => void reported.push(item),
    };
    if (act === labelTree) await labelTree(tree, context ?? '', signal);
    else await restoreTree(tree, signal);
    return reported;
  } finally {
    closeSync(folder);
  }
}

async function inspect(options: { readonly isNew: boolean }): Promise<Inspection> {
  const folder = openFolder(source) ?? -1;
  try {
    return await inspectFolder({ path: source, folder }, options, forever);
  } finally {
    closeSync(folder);
  }
}

test.runIf(isRoot)('every file gets the label, links themselves too, and nothing that a link leads to', async () => {
  expect(await work(labelTree, mine)).toEqual([{ type: 'progress', files: 5, total: 5 }]);
  for (const path of ['', 'sub', 'sub/one', 'two', 'link']) expect(labelAt(join(source, path))).toBe(mine);
});

test.runIf(isRoot)('the old labels come back exactly, by way of any others', async () => {
  await work(labelTree, mine);
  await work(labelTree, shared);
  await work(restoreTree, undefined);
  expect(types('', 'sub', 'sub/one', 'two', 'link')).toEqual(['var_t', 'public_content_t', 'etc_t', 'var_t', 'var_t']);
  for (const path of ['', 'sub/one'])
    expect(at(join(source, path), (fd) => attributeOf(fd, 'trusted.bulkhead.label'))).toBe(undefined);
});

test.runIf(isRoot)(
  'what was made meanwhile gets the label of its folder, and what somebody relabelled stays so',
  async () => {
    await work(labelTree, mine);
    mkdirSync(join(source, 'sub/new'));
    writeFileSync(join(source, 'sub/new/file'), '');
    writeFileSync(join(source, 'newest'), '');
    for (const path of ['sub/new', 'sub/new/file', 'newest']) label(join(source, path), mine);
    label(join(source, 'two'), 'u:object_r:home_t:s0');
    await work(restoreTree, undefined);
    expect(types('sub/new', 'sub/new/file', 'newest', 'two')).toEqual([
      'public_content_t',
      'public_content_t',
      'var_t',
      'home_t',
    ]);
  },
);

test.runIf(isRoot)(
  'cut off half-way, the folder itself still has its old label, and going on ends the same',
  async () => {
    for (let index = 0; index < 300; index += 1) writeFileSync(join(source, `sub/${index}`), '');
    const stop = new AbortController();
    const folder = openFolder(source) ?? -1;
    const inspection = await inspectFolder({ path: source, folder }, { isNew: false }, forever);
    const cut = labelTree({ source, folder, inspection, tell: () => undefined }, mine, stop.signal);
    stop.abort();
    await expect(cut).rejects.toThrow();
    closeSync(folder);
    expect(types('')).toEqual(['var_t']);
    await work(labelTree, mine);
    await work(restoreTree, undefined);
    expect(types('', 'sub', 'sub/one')).toEqual(['var_t', 'public_content_t', 'etc_t']);
  },
);

test.runIf(isRoot)(
  'a file with a name outside keeps its label and is reported; one whose names all lie within is labelled (C6)',
  async () => {
    linkSync(join(base, 'outside'), join(source, 'sub/second-name'));
    linkSync(join(source, 'two'), join(source, 'sub/two-again'));
    const reported = await work(labelTree, mine);
    expect(inEnglish(reported)).toContainEqual({
      type: 'skipped',
      path: join(source, 'sub/second-name'),
      reason: 'it has 2 names, and not all of them lie in this folder',
    });
    expect([labelAt(join(base, 'outside')), labelAt(join(source, 'two'))]).toEqual(['u:object_r:canary_t:s0', mine]);
  },
);

test.runIf(isRoot)(
  'what is put into a new volume after it was looked through ends the labelling, and on an old one ' +
    'it is left alone (B4) (review F6)',
  async () => {
    const folder = openFolder(source) ?? -1;
    const inspection = await inspectFolder({ path: source, folder }, { isNew: true }, forever);
    chmodSync(join(source, 'two'), 0o4755);
    await expect(
      labelTree({ source, folder, inspection, isNew: true, tell: () => undefined }, mine, forever),
    ).rejects.toThrow('set-id');
    expect(types('', 'two')).toEqual(['var_t', 'var_t']);
    const reported: GivenVolumeItem[] = [];
    await labelTree({ source, folder, inspection, tell: (item) => void reported.push(item) }, mine, forever);
    closeSync(folder);
    expect(inEnglish(reported)).toContainEqual({
      type: 'skipped',
      path: join(source, 'two'),
      reason: expect.stringContaining('set-id') as string,
    });
    expect(types('', 'two')).toEqual(['bulkhead_file_t', 'var_t']);
  },
);

test.runIf(isRoot)('set-id programs and capabilities that a container left are removed', async () => {
  await work(labelTree, mine);
  chmodSync(join(source, 'two'), 0o6755);
  await work(restoreTree, undefined);
  expect(statSync(join(source, 'two')).mode & 0o7777).toBe(0o755);
});

test.runIf(isRoot)('they are found whatever their name, and however deep (C10)', async () => {
  makeFar(source, 'touch file; chmod 4755 file');
  await expect(inspect({ isNew: true })).rejects.toThrow('set-id');
  withFar((file) => fchmodSync(file, 0o755));
  await work(labelTree, mine);
  expect(withFar(labelIfAny)).toBe(mine);
  withFar((file) => fchmodSync(file, 0o4755));
  await work(restoreTree, undefined);
  expect(withFar((file) => fstatSync(file).mode & 0o7777)).toBe(0o755);
});

test.runIf(isRoot).each([
  ['a set-id program', (path: string) => chmodSync(path, 0o4755), 'set-id'],
  ['what is kept from every container', (path: string) => label(path, 'u:object_r:shadow_t:s0'), 'labelled shadow_t'],
  [
    "another container's file",
    (path: string) => label(path, 'system_u:object_r:bulkhead_file_t:s0:c7,c8'),
    'label of a container',
  ],
])('a folder is rejected that holds %s', async (_what, spoil, why) => {
  spoil(join(source, 'sub/one'));
  await expect(inspect({ isNew: true })).rejects.toThrow(why);
});

test.runIf(isRoot)('a folder is labelled again whatever its container has put there', async () => {
  setAttributeOf(join(source, 'two'));
  expect((await inspect({ isNew: false })).files).toBe(5);
});

function withFar<T>(use: (file: number) => T): T {
  const folder = openFolder(source) ?? -1;
  const file = openBelow(folder, `${farPath}/file`, { flags: constants.O_RDONLY, resolve: resolve.noSymlinks });
  try {
    return use(file);
  } finally {
    closeSync(file);
    closeSync(folder);
  }
}

function setAttributeOf(path: string): void {
  chmodSync(path, 0o4755);
  at(path, (fd) => setAttribute(fd, 'trusted.bulkhead.label', 'u:object_r:var_t:s0'));
}
