// SPDX-License-Identifier: Apache-2.0
/** Jobs with the real restic. Only root may take capabilities from it. */

import { appendFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../../../../contract/errors.ts';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import type { BackupPlan } from '../../../../contract/model/host/backup-job.ts';
import type { Item } from '../../../../contract/operations/index.ts';
import { fakeContainer } from '../../../../testing/models/container.ts';
import { runToEnd } from '../../../system/work/run-to-end.ts';
import { type BackupsFeature, createBackupsFeature } from '../feature.ts';
import { addRepository, callOf } from '../fixtures/feature-call.ts';
import { makeTestRoot, optionsOfWritten, writtenFields } from '../fixtures/written-container.ts';

const web = fakeContainer(writtenFields);
const isRoot = process.getuid?.() === 0;
const { signal } = new AbortController();
const call = callOf(signal);
const plan: BackupPlan = {
  repository: 'disk',
  containers: { kind: 'names', names: ['web'] },
  times: { every: 'day', at: '03:00' },
  keep: { last: 2, hourly: 0, daily: 0, weekly: 0, monthly: 0 },
};

let root: string;
let feature: BackupsFeature;
/** Goes on before the files of a container are copied. */
let meanwhile: (name: string) => Promise<unknown>;
/** What was written to the activity log. */
let recorded: unknown[];

beforeEach(async () => {
  root = makeTestRoot();
  recorded = [];
  meanwhile = async () => undefined;
  const options = optionsOfWritten(root, web);
  const others = [
    fakeContainer({ name: 'db', tags: ['shop'] }),
    fakeContainer({ name: 'plain', isManaged: false, tags: ['shop'] }),
    fakeContainer({ name: 'instance', engine: 'incus', tags: ['shop'] }),
    fakeContainer({ name: 'drill-victim-0a1b2c', tags: ['shop'] }),
  ];
  feature = createBackupsFeature({
    ...options,
    folders: {
      ...options.folders,
      async write(written, aborted) {
        await meanwhile(written.name);
        return options.folders.write(written, aborted);
      },
    },
    containers: {
      list: async () => [web, ...others],
      require: async (name) => (name === 'gone' ? fail('container-not-found', { name }) : web),
    },
    activity: {
      begin: ({ operation, subject, user }) => recorded.push([operation, subject, user]),
      end: (_id, outcome, detail) => recorded.push([outcome, detail === null ? null : inEnglish(detail)]),
    },
  });
  await addRepository(feature, root);
});
afterEach(() => rmSync(root, { recursive: true }));

const save = (job: string, changes: Partial<BackupPlan> = {}) =>
  feature.handlers['backup.save-job']({ job, plan: { ...plan, ...changes } }, call);
const run = (job: string) => runToEnd(feature.handlers['backup.run-job']({ job }, call));
const backUp = (name: string) => runToEnd(feature.handlers['backup.run']({ repository: 'disk', name }, call));
const kept = async () => {
  const { backups } = await feature.handlers['backup.list']({}, call);
  return backups.map(({ container, job }) => [container, job]);
};

describe.skipIf(!isRoot)('a job', () => {
  it('keeps as many of its own backups as it is to, and all of another job and of somebody else', async () => {
    await save('other', { keep: { ...plan.keep, last: 1 } });
    await save('nightly');
    await run('other');
    await backUp('web');
    await run('nightly');
    await run('nightly');
    expect((await kept()).length).toBe(4);
    appendFileSync(join(root, 'layer/word'), 'more');
    expect(await run('nightly')).toMatchObject({ done: ['web'], failed: [], removed: 1, problem: null });
    expect(await kept()).toEqual([
      ['web', 'nightly'],
      ['web', 'nightly'],
      ['web', null],
      ['web', 'other'],
    ]);
    expect(readdirSync(join(root, 'disk/locks'))).toEqual([]);
  });

  it('that was removed and made again leaves the backups of the one before', async () => {
    await save('nightly', { keep: { ...plan.keep, last: 1 } });
    await run('nightly');
    await feature.handlers['backup.remove-job']({ job: 'nightly' }, call);
    expect(await feature.handlers['backup.jobs']({}, call)).toEqual({ jobs: [] });
    await save('nightly', { keep: { ...plan.keep, last: 1 } });
    expect(await run('nightly')).toMatchObject({ removed: 0 });
    // One that is only changed goes on with its own.
    await save('nightly', { keep: { ...plan.keep, last: 1 } });
    expect(await run('nightly')).toMatchObject({ removed: 1 });
    expect((await kept()).length).toBe(2);
  });

  it('backs up what can be, says what cannot, and removes nothing of that', async () => {
    await save('nightly', { containers: { kind: 'names', names: ['gone', 'web'] } });
    const items: Item<'backup.run-job'>[] = [];
    const last = await runToEnd(feature.handlers['backup.run-job']({ job: 'nightly' }, call), (item) =>
      items.push(item),
    );
    expect(last).toMatchObject({ done: ['web'], failed: [{ container: 'gone' }] });
    expect(feature.failing()).toEqual(['gone']);
    expect((await feature.handlers['backup.jobs']({}, call)).jobs).toMatchObject([{ name: 'nightly', last }]);
    expect(recorded).toEqual([
      ['backup.run', 'gone', 'root'],
      ['failed', expect.stringContaining('by the job nightly: cannot find the container gone') as unknown],
      ['backup.run', 'web', 'root'],
      ['done', 'by the job nightly'],
    ]);
    expect(items.map(({ step, container, done, of }) => [step, container, done, of])).toContainEqual([
      'copy',
      'web',
      1,
      2,
    ]);
  });

  it('finds containers by their tags, and leaves out what no backup is taken of', async () => {
    await save('shop', { containers: { kind: 'tags', tags: ['shop'] } });
    await save('all', { containers: { kind: 'all' } });
    expect([(await run('shop')).done, (await run('all')).done]).toEqual([['db'], ['web', 'db']]);
  });

  it('does not run twice at once, and needs a repository that is there', async () => {
    await save('nightly');
    const both = await Promise.allSettled([run('nightly'), run('nightly')]);
    expect(both).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'backup-job-running' } }]);
    await expect(save('other', { repository: 'away' })).rejects.toMatchObject({ code: 'repository-not-found' });
  });

  it('comes back to a container on which somebody works', async () => {
    await save('nightly', { containers: { kind: 'names', names: ['web', 'db'] } });
    let goOn: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    let byHand: Promise<unknown> = Promise.resolve();
    meanwhile = (name) => {
      if (name === 'web') return held;
      goOn?.();
      return byHand;
    };
    byHand = backUp('web');
    expect(await run('nightly')).toMatchObject({ done: ['db', 'web'], failed: [] });
  });
});
