// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Connection, openDatabase } from './database.ts';
import { createIntentJournal, type IntentJournal } from './intent-journal.ts';
import { createRecoveryProgress } from './recovery-progress.ts';

let folder: string;
let database: Connection;
let intents: IntentJournal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-progress-'));
  database = openDatabase(join(folder, 'bulkhead.db'), 'crash');
  intents = createIntentJournal(database, () => 1);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

it('concerns every name of what was under way, and says the containers', () => {
  intents.begin({ kind: 'adopt-container', subject: 'web-image', data: { container: 'web' } });
  intents.begin({ kind: 'label-volume', subject: '/srv/a', data: { category: 1, containers: ['db'] } });
  intents.begin({ kind: 'remove-container', subject: 'old', data: null });
  const progress = createRecoveryProgress(intents);
  const concerned = ['web', 'web-image', 'db', 'old', 'other'].filter((name) => progress.concerns([name]));
  expect(concerned).toEqual(['web', 'web-image', 'db', 'old']);
  expect(progress.status()).toEqual({ state: 'running', containers: ['web', 'old'] });
  expect([progress.kindsOf('old'), progress.kindsOf('other')]).toEqual([['remove-container'], []]);
});

it('keeps at its end only what could not be recovered, and what goes on in the background is none of that', async () => {
  const done = intents.begin({ kind: 'start-container', subject: 'web', data: null });
  intents.begin({ kind: 'start-container', subject: 'db', data: null });
  intents.begin({ kind: 'restore-labels', subject: 'cache', data: { files: 1 } });
  const progress = createRecoveryProgress(intents);
  intents.begin({ kind: 'start-container', subject: 'later', data: null });
  intents.release(done);
  progress.reach('ground');
  progress.reach('whole');
  await progress.until('whole');
  expect(progress.status()).toEqual({ state: 'done', containers: ['db'] });
  const hasProblem = (name: string): boolean => progress.problemWith([name]) !== undefined;
  expect(['web', 'db', 'cache', 'later'].filter(hasProblem)).toEqual(['db']);
  expect(progress.kindsOf('db')).toEqual([]);
});

it('forgets what could not be recovered of a container that is removed, and the next helper finds nothing of it', () => {
  for (const subject of ['web', 'db']) intents.begin({ kind: 'restore-snapshot', subject, data: { snapshot: 'gone' } });
  const progress = createRecoveryProgress(intents);
  progress.forget('web');
  progress.reach('whole');
  expect(progress.status().containers).toEqual(['web', 'db']);
  progress.forget('web');
  expect(progress.problemWith(['web'])).toBeUndefined();
  expect(createRecoveryProgress(intents).status().containers).toEqual(['db']);
});

it('settles all when recovery ends early, and lets nothing be changed then', async () => {
  const progress = createRecoveryProgress(intents);
  expect([progress.isSettled('ground'), progress.isSettled('whole')]).toEqual([false, false]);
  progress.fail('no state');
  await Promise.all([progress.until('ground'), progress.until('whole')]);
  expect([progress.isSettled('ground'), progress.isSettled('whole')]).toEqual([true, true]);
  expect(progress.problemWith(['any'])).toMatchObject({ values: { failure: 'no state' } });
  expect(progress.status()).toEqual({ state: 'failed', containers: [] });
});
