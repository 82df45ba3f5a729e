// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test as anyTest } from 'vitest';
import { inEnglish } from '../../../contract/fixtures/in-english.ts';
import type { GivenVolumeItem } from '../../../contract/operations/containers/volume.ts';
import { openDatabase } from '../../journal/database.ts';
import { createIntentJournal } from '../../journal/intent-journal.ts';
import { at, label, labelAt } from '../../selinux/labels/fixtures/labels-of-paths.ts';
import { giveLabel, mark, markOf, unmark } from '../../selinux/labels/kept-label.ts';
import { runProgram } from '../../system/programs/run-program.ts';
import { type AttachedFolders, createAttachedFolders, rememberAttached } from './attached-folders.ts';
import { bindOnItself } from './volume-mounts.ts';
import { createVolumeSteps, type VolumeSteps } from './volume-steps.ts';

const ofContainer = 'system_u:object_r:bulkhead_file_t:s0:c1,c2';
// Only root reads and writes these labels, and opens a file by its handle.
const test = anyTest.runIf(process.getuid?.() === 0);

let base: string;
let source: string;
let attached: AttachedFolders;
let steps: VolumeSteps;
let lost: string[];
let reported: GivenVolumeItem[];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'bulkhead-moved-'));
  [source, lost, reported] = [join(base, 'data/pages'), [], []];
  const places = { lxc: join(base, 'lxc'), state: join(base, 'state'), cgroup: join(base, 'cgroup') };
  for (const folder of [...Object.values(places), join(source, 'sub')]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(source, 'sub/page'), 'page');
  attached = createAttachedFolders(places.state);
  steps = createVolumeSteps({
    places,
    attached,
    intents: createIntentJournal(openDatabase(':memory:', 'crash'), () => 0),
    onLost: (path, reason) => lost.push(`${path}: ${inEnglish(reason)}`),
  });
  if (process.getuid?.() === 0) attach();
});
afterEach(() => rmSync(base, { recursive: true }));

/** Makes the folder as a container left it that had it, and has it no more. */
function attach(): void {
  for (const [path, type] of [
    ['sub/page', 'etc_t'],
    ['sub', 'public_content_t'],
    ['', 'var_t'],
  ] as const) {
    label(join(source, path), `u:object_r:${type}:s0`);
    at(join(source, path), (fd) => giveLabel(fd, ofContainer));
  }
  at(source, (folder) => mark(folder, source));
  rememberAttached(attached, [source]);
}

const detach = () => steps.settle(source, { tell: (item) => void reported.push(item) });
const typesIn = (folder: string) =>
  ['', 'sub', 'sub/page'].map((path) => labelAt(join(folder, path))?.split(':')[2] ?? 'none');
const before = ['var_t', 'public_content_t', 'etc_t'];
const labelled = ['bulkhead_file_t', 'bulkhead_file_t', 'bulkhead_file_t'];

test.each([
  ['the folder itself', 'data/pages', 'elsewhere'],
  ['a folder above it', 'data', 'other/data'],
])(
  '%s was moved: its files get the labels back that they had before, and nothing is left of the volume (N14)',
  async (_what, from, to) => {
    mkdirSync(join(base, 'other'));
    renameSync(join(base, from), join(base, to));
    const moved = source.replace(join(base, from), join(base, to));
    await detach();
    expect([typesIn(moved), at(moved, markOf), attached.isAttached(source)]).toEqual([before, undefined, false]);
    expect([lost, reported.filter(({ type }) => type === 'skipped')]).toEqual([[], []]);
  },
);

test('another folder that has its path by now keeps its own labels, and the moved one gets its back (N14)', async () => {
  renameSync(source, join(base, 'elsewhere'));
  mkdirSync(join(source, 'sub'), { recursive: true });
  writeFileSync(join(source, 'sub/page'), 'another');
  for (const path of ['', 'sub', 'sub/page']) label(join(source, path), ofContainer);
  await detach();
  expect([typesIn(source), typesIn(join(base, 'elsewhere'))]).toEqual([labelled, before]);
});

test('its mount on itself goes, where a folder above it was moved since (N14)', async () => {
  at(source, (folder) => bindOnItself(source, folder));
  renameSync(join(base, 'data'), join(base, 'moved'));
  const moved = join(base, 'moved/pages');
  try {
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).toContain(` ${moved} `);
    await detach();
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(` ${moved} `);
    expect(typesIn(moved)).toEqual(before);
  } finally {
    await runProgram('/usr/bin/umount', ['--quiet', '--', moved]);
  }
});

test('one that is gone is reported with what is to be done by hand, once (N14)', async () => {
  rmSync(source, { recursive: true });
  await detach();
  await detach();
  expect(lost).toEqual([expect.stringContaining(`move it back to ${source}, attach it and detach it`)]);
  expect(reported).toEqual([
    { type: 'skipped', path: source, reason: expect.objectContaining({ values: { source } }) as unknown },
  ]);
});

test('a folder without the mark is not taken for it, though its handle leads there (N14)', async () => {
  at(source, unmark);
  renameSync(source, join(base, 'elsewhere'));
  await detach();
  expect([typesIn(join(base, 'elsewhere')), lost.length]).toEqual([labelled, 1]);
});

test('a folder that was never attached is neither looked for nor reported', async () => {
  await steps.settle(join(base, 'other'));
  expect(lost).toEqual([]);
});

test('one that was moved back, and attached again, is known by its new handle alone', async () => {
  renameSync(source, join(base, 'elsewhere'));
  await detach();
  mkdirSync(join(source, 'sub'), { recursive: true });
  writeFileSync(join(source, 'sub/page'), 'page');
  attach();
  renameSync(source, join(base, 'third'));
  await detach();
  expect([typesIn(join(base, 'third')), lost]).toEqual([before, []]);
});
