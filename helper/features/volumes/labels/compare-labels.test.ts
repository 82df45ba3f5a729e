// SPDX-License-Identifier: Apache-2.0
import { closeSync, linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GivenLabelItem, LabelSum } from '../../../../contract/operations/containers/label.ts';
import { textOf } from '../../../../contract/text.ts';
import { at, label, labelAt } from '../../../selinux/labels/fixtures/labels-of-paths.ts';
import { oldLabelOf } from '../../../selinux/labels/kept-label.ts';
import { volumeTree } from './volume-tree.ts';
import { compareLabels } from '../../../selinux/labels/compare-labels.ts';
import { openRoot } from '../../../selinux/labels/walk-tree.ts';

const [mine, anothers, home] = [
  'system_u:object_r:bulkhead_file_t:s0:c1,c2',
  'system_u:object_r:bulkhead_file_t:s0:c3,c4',
  'unconfined_u:object_r:user_home_t:s0',
];
const isRoot = process.getuid?.() === 0;

let base: string;
let source: string;
let folder: number;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'bulkhead-compare-'));
  source = join(base, 'volume');
  mkdirSync(join(source, 'site'), { recursive: true });
  for (const name of ['made', 'moved', 'anothers', 'secret', 'linked', 'site/page'])
    writeFileSync(join(source, name), 'x');
  linkSync(join(source, 'linked'), join(base, 'outside'));
  folder = openRoot(source) ?? -1;
  if (!isRoot) return;
  for (const name of ['', 'made']) label(join(source, name), mine);
  for (const name of ['moved', 'site', 'site/page', 'linked']) label(join(source, name), home);
  label(join(source, 'anothers'), anothers);
  label(join(source, 'secret'), 'system_u:object_r:shadow_t:s0');
});
afterEach(() => {
  closeSync(folder);
  rmSync(base, { recursive: true });
});

const typeAndLevel = (name: string): string | undefined => labelAt(join(source, name))?.split(':').slice(2).join(':');

async function compare(
  isRestoring: boolean,
  signal = new AbortController().signal,
): Promise<{ readonly items: readonly GivenLabelItem[]; readonly sum: LabelSum }> {
  const tree = volumeTree({ source, label: mine, folder });
  const walk = compareLabels({ trees: [tree], isRestoring }, signal);
  const items: GivenLabelItem[] = [];
  for (;;) {
    const next = await walk.next();
    if (next.done === true) return { items: items.filter(({ type }) => type !== 'progress'), sum: next.value };
    items.push(next.value);
  }
}

const wrong = ['anothers', 'moved', 'site', 'site/page'];

test.runIf(isRoot)(
  "what was moved onto a volume is reported with both contexts, and what cannot be a container's is left alone",
  async () => {
    const { items, sum } = await compare(false);
    const drifted = items
      .flatMap((item) => (item.type === 'drifted' ? [item] : []))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    expect(drifted).toEqual(
      wrong.map((name) => ({
        type: 'drifted',
        path: join(source, name),
        actual: name === 'anothers' ? anothers : home,
        expected: mine,
      })),
    );
    expect(
      items
        .flatMap((item) =>
          item.type === 'skipped' ? [`${item.path.slice(source.length)} ${textOf(item.reason)}`] : [],
        )
        .sort(),
    ).toEqual([
      '/linked it has 2 names, and not all of them lie in this folder',
      '/secret it is labelled shadow_t, which is kept from every container',
    ]);
    expect(sum).toEqual({ files: 8, drifted: 4, skipped: 2 });
    expect(typeAndLevel('moved')).toBe('user_home_t:s0');
  },
);

test.runIf(isRoot)('restored, it has the label of the volume and keeps its own for later', async () => {
  expect((await compare(true)).sum).toMatchObject({ drifted: 4, skipped: 2 });
  expect([...wrong, 'secret', 'linked'].map(typeAndLevel)).toEqual([
    ...wrong.map(() => 'bulkhead_file_t:s0:c1,c2'),
    'shadow_t:s0',
    'user_home_t:s0',
  ]);
  expect(['moved', 'site/page', 'anothers'].map((name) => at(join(source, name), oldLabelOf))).toEqual([
    home,
    home,
    undefined,
  ]);
  expect((await compare(false)).sum).toMatchObject({ drifted: 0 });
});

test.runIf(isRoot)('the folder itself comes last, so that one that is cut off is not taken for done', async () => {
  label(source, home);
  for (let count = 0; count < 300; count += 1) writeFileSync(join(source, `site/${count}`), '');
  const abort = new AbortController();
  const tree = volumeTree({ source, label: mine, folder });
  const walk = compareLabels(
    {
      trees: [
        {
          ...tree,
          relabel: (fd, wanted) => {
            tree.relabel(fd, wanted);
            abort.abort(new Error('enough'));
          },
        },
      ],
      isRestoring: true,
    },
    abort.signal,
  );
  await expect(
    (async () => {
      for await (const _ of walk);
    })(),
  ).rejects.toThrow('enough');
  expect(typeAndLevel('')).toBe('user_home_t:s0');
  await compare(true);
  expect(typeAndLevel('')).toBe('bulkhead_file_t:s0:c1,c2');
});

test.runIf(isRoot)(
  'two folders that are exchanged meanwhile: what was opened is labelled, and the other is not (B4) (review F6)',
  async () => {
    const other = join(base, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'page'), 'x');
    for (const path of [other, join(other, 'page')]) label(path, home);
    renameSync(source, join(base, 'moved-away'));
    renameSync(other, source);
    await compare(true);
    expect(['', 'page'].map(typeAndLevel)).toEqual(['user_home_t:s0', 'user_home_t:s0']);
    expect(labelAt(join(base, 'moved-away/site/page'))).toBe(mine);
  },
);

test.runIf(isRoot)('a file of which all names lie on the volume is reported once, and gets the label', async () => {
  linkSync(join(source, 'moved'), join(source, 'site/again'));
  const { items } = await compare(true);
  expect(items.filter((item) => 'path' in item && /moved|again/.test(item.path))).toHaveLength(1);
  expect(typeAndLevel('moved')).toBe('bulkhead_file_t:s0:c1,c2');
});
