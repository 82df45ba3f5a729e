// SPDX-License-Identifier: Apache-2.0
/** One helper starts an instance of another member; the fake Incus has the database, and the other helper answers through it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  answerAsync,
  answerError,
  answerSync,
  endedOperation,
  type ServedIncus,
  serveIncus,
} from '../../../../incus/fixtures/serve-incus.ts';
import { type ServedNotes, serveNotes } from '../../../../incus/fixtures/served-notes.ts';
import { confinedInstance } from '../../../../incus/fixtures/some-instance.ts';
import { createIncusClient, type IncusClient } from '../../../../incus/incus-client.ts';
import type { IncusInstance } from '../../../../incus/incus-instances.ts';
import { createIncusTransport } from '../../../../incus/transport.ts';
import { type Connection, openDatabase } from '../../../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../../../journal/intent-journal.ts';
import { neverAborts } from '../../../../system/work/never-aborts.ts';
import { type AnsweredArrivals, answerArrivals } from './answer-arrivals.ts';
import type { Obstacle } from './arrival.ts';
import { startThere } from './start-there.ts';

let folder = '';
let database: Connection;
let intents: IntentJournal;
let served: ServedIncus;
let notes: ServedNotes;
let client: IncusClient;
let other: AnsweredArrivals;
let instance: IncusInstance;
const done: string[] = [];
const trouble: unknown[] = [];
/** What the other helper finds before, and after the start. */
const state = { obstacle: undefined as Obstacle | undefined, found: 'verified' as 'verified' | 'killed', error: '' };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
  database = openDatabase(join(folder, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  done.length = 0;
  trouble.length = 0;
  Object.assign(state, { obstacle: undefined, found: 'verified', error: '' });
  instance = confinedInstance('web', 's0:c5,c6', { location: 'two' });
  notes = serveNotes(() => void other.look());
  served = await serveIncus(async (asked, response) => {
    const { method, path, body } = asked;
    if (notes.answer(asked, response)) return;
    if (path.startsWith('/1.0/cluster/members'))
      answerSync(
        response,
        ['one', 'two'].map((server_name) => ({ server_name, status: 'Online' })),
      );
    else if (method === 'GET') answerSync(response, instance);
    else if (state.error !== '') answerError(response, 400, state.error);
    else {
      const { action } = body as { readonly action: string };
      done.push(action);
      answerAsync(response, endedOperation);
      if (action === 'start') await other.judged('web', state.found);
    }
  });
  client = createIncusClient(createIncusTransport(served.socketPath));
  other = answerArrivals({
    client,
    here: () => 'two',
    obstacleOf: async () => state.obstacle,
    onTrouble: (_name, error) => trouble.push(error),
  });
});
afterEach(async () => {
  await served.close();
  database.close();
  rmSync(folder, { recursive: true });
});

const start = (): Promise<void> =>
  startThere(instance, { client, intents, onTrouble: (_name, error) => trouble.push(error) }, neverAborts);

/** Neither a question nor an answer is left, nor an intent. */
const isClean = (): boolean => intents.pending().length === 0 && trouble.length === 0 && notes.all.size === 0;

it('is started once the helper there has said that it may, and that helper says that it is confined', async () => {
  await start();
  expect(done).toEqual(['start']);
  expect(isClean()).toBe(true);
});

it.each<readonly [Obstacle, RegExp]>([
  ['selinux', /SELinux does not enforce there/],
  ['categories', /the same categories there/],
])('is not started where the helper there says %s', async (obstacle, words) => {
  state.obstacle = obstacle;
  await expect(start()).rejects.toMatchObject({
    code: 'member-not-ready',
    message: expect.stringMatching(words) as string,
  });
  expect(done).toEqual([]);
  expect(isClean()).toBe(true);
});

it('is not started on a member that is not there', async () => {
  instance = { ...instance, location: 'six' };
  await expect(start()).rejects.toMatchObject({ code: 'member-not-ready' });
  expect(served.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('one that the helper there has killed is no success', async () => {
  state.found = 'killed';
  await expect(start()).rejects.toMatchObject({
    code: 'container-failed',
    message: expect.stringMatching(/it is on two, .* killed/) as string,
  });
  expect(isClean()).toBe(true);
});

it('what Incus cannot start leaves no question behind', async () => {
  state.error = 'no memory';
  await expect(start()).rejects.toThrow('no memory');
  expect(isClean()).toBe(true);
});
