// SPDX-License-Identifier: Apache-2.0
import { chmodSync, linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, label, labelAt } from '../../../selinux/labels/fixtures/labels-of-paths.ts';
import { mark } from '../../../selinux/labels/kept-label.ts';
import { createVolumeLabelDriver as givenCreateVolumeLabelDriver } from './volume-label-driver.ts';
import { fakeExplanation, fakeRemedy } from '../../../../testing/models/remedy.ts';
import { driverInEnglish } from '../../remedies/fixtures/in-english.ts';

const createVolumeLabelDriver = (...args: Parameters<typeof givenCreateVolumeLabelDriver>) =>
  driverInEnglish(givenCreateVolumeLabelDriver(...args));

const [mine, home, web] = [
  'system_u:object_r:bulkhead_file_t:s0:c1,c2',
  'unconfined_u:object_r:user_home_t:s0',
  'unconfined_u:object_r:httpd_sys_content_t:s0',
];
const signal = new AbortController().signal;
// Only root reads and writes these labels.
const onlyAsRoot = test.runIf(process.getuid?.() === 0);

let volume: string;

beforeEach(() => {
  volume = mkdtempSync(join(tmpdir(), 'bulkhead-volume-'));
  mkdirSync(join(volume, 'site/deep'), { recursive: true });
  for (const name of ['page', 'site/one', 'site/deep/two']) writeFileSync(join(volume, name), 'x');
  if (process.getuid?.() !== 0) return;
  label(volume, mine);
  at(volume, (folder) => mark(folder, volume));
  for (const name of ['page', 'site', 'site/one']) label(join(volume, name), home);
  for (const name of ['site/deep', 'site/deep/two']) label(join(volume, name), web);
});
afterEach(() => rmSync(volume, { recursive: true }));

const labels = (...names: readonly string[]): readonly (string | undefined)[] =>
  names.map((name) => labelAt(join(volume, name)));
const tree = ['site', 'site/one', 'site/deep', 'site/deep/two'];

const held: string[] = [];
const driver = createVolumeLabelDriver({
  containers: { exclusively: (name, _why, work) => (held.push(name), work()) },
  steps: {
    usersOf: () =>
      ['web', 'mail'].map((name) => ({
        name,
        volume: { source: volume, target: '/srv', readOnly: false, category: null },
      })),
    labelOf: () => mine,
  },
});

function plan(name: string, actual = home) {
  const path = join(volume, name);
  const remedy = fakeRemedy({
    id: 'volume-label',
    kind: 'volume-label',
    opensCount: 0,
    summary: 'Label it.',
    change: [`chcon ${mine} -- ${path}`],
  });
  const explanation = fakeExplanation({
    reason: { kind: 'wrong-label', path, actual, expected: mine, volume },
    remedies: [remedy],
  });
  return driver.plan({ remedy, explanation, container: 'web' }, signal);
}

onlyAsRoot(
  'a file gets the label of the volume, and its own back, while nobody else changes who has the volume',
  async () => {
    const { plan: planned, before } = await plan('page');
    expect([before, await driver.readState(planned)]).toEqual([
      [`${join(volume, 'page')} is ${home}`],
      { state: 'before' },
    ]);
    await driver.hold(planned, () => driver.apply(planned));
    expect([labels('page'), await driver.readState(planned), held]).toEqual([
      [mine],
      { state: 'after' },
      ['mail', 'web'],
    ]);
    await driver.revert(planned);
    expect([labels('page'), await driver.readState(planned)]).toEqual([[home], { state: 'before' }]);
  },
);

onlyAsRoot(
  'a folder gets it with all below it, and each file its own back; what was made there meanwhile stays as it was made',
  async () => {
    const { plan: planned } = await plan('site');
    await driver.apply(planned);
    expect(labels(...tree)).toEqual([mine, mine, mine, mine]);
    writeFileSync(join(volume, 'site/new'), 'x');
    label(join(volume, 'site/new'), mine);
    chmodSync(join(volume, 'site/one'), 0o4755);
    await driver.revert(planned);
    expect(labels(...tree, 'site/new')).toEqual([home, home, web, web, mine]);
    expect(statSync(join(volume, 'site/one')).mode & 0o7777).toBe(0o4755);
  },
);

onlyAsRoot('it is undone from wherever it was cut off, and can be applied again', async () => {
  const { plan: planned } = await plan('site');
  await driver.apply(planned);
  label(join(volume, 'site'), home);
  label(join(volume, 'site/one'), home);
  await driver.revert(planned);
  expect(labels(...tree)).toEqual([home, home, web, web]);
  await driver.apply(planned);
  await driver.apply(planned);
  expect(labels(...tree)).toEqual([mine, mine, mine, mine]);
});

onlyAsRoot(
  'what others have done to the file since is reported, and another file of its name is left alone',
  async () => {
    const { plan: planned } = await plan('page');
    await driver.apply(planned);
    label(join(volume, 'page'), web);
    expect(await driver.readState(planned)).toEqual({
      state: 'other',
      words: `${join(volume, 'page')} was relabelled by other means since: ${web}`,
    });
    renameSync(join(volume, 'page'), join(volume, 'kept'));
    writeFileSync(join(volume, 'page'), 'another');
    label(join(volume, 'page'), mine);
    await driver.revert(planned);
    expect([labels('page'), await driver.readState(planned)]).toEqual([
      [mine],
      { state: 'other', words: expect.stringContaining('not the file any more') as string },
    ]);
    await expect(driver.apply(planned)).rejects.toMatchObject({ code: 'change-failed' });
  },
);

onlyAsRoot(
  'what no container may have is rejected: another label by now, other names, secrets, set-id programs, also deep in a folder',
  async () => {
    const denial = (reason: string) => ({
      code: 'remedy-not-applicable',
      message: expect.stringContaining(reason) as string,
    });
    await expect(plan('page', web)).rejects.toMatchObject(denial('by now'));
    await expect(plan('gone')).rejects.toMatchObject(denial('is gone'));
    linkSync(join(volume, 'page'), join(volume, 'second'));
    await expect(plan('page')).rejects.toMatchObject(denial('has 2 names'));
    chmodSync(join(volume, 'site/deep/two'), 0o4755);
    await expect(plan('site')).rejects.toMatchObject(denial('set-id'));
    chmodSync(join(volume, 'site/deep/two'), 0o644);
    label(join(volume, 'site/deep/two'), 'system_u:object_r:shadow_t:s0');
    await expect(plan('site')).rejects.toMatchObject(denial('shadow_t'));
    expect(labels('site', 'page')).toEqual([home, home]);
  },
);
