// SPDX-License-Identifier: Apache-2.0
/** One member moves an instance to another; the fake Incus has the database, and the other helper answers through it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fail } from '../../../../../contract/errors.ts';
import type { Params } from '../../../../../contract/operations/index.ts';
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
import { fileProblem } from '../labels/file-problem.ts';
import { finishMove, type MoveHost, moveToMember } from './move-instance.ts';

const level = 's0:c5,c6';
const context = `system_u:system_r:bulkhead_t:${level}`;
const label = `system_u:object_r:bulkhead_file_t:${level}`;

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
const state = {
  obstacle: undefined as Obstacle | undefined,
  /** What the other helper finds after the start. */
  found: 'verified' as 'verified' | 'killed',
  moveError: '',
  status: 'Online',
  isRunning: true,
  options: '',
  here: 'one',
  driver: 'lvm',
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'move-'));
  database = openDatabase(join(folder, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  done.length = 0;
  trouble.length = 0;
  Object.assign(state, {
    obstacle: undefined,
    found: 'verified',
    moveError: '',
    status: 'Online',
    isRunning: true,
    options: `discard,context="${label}"`,
    here: 'one',
    driver: 'lvm',
  });
  instance = confinedInstance('web', level, {
    location: 'one',
    status_code: 103,
    expanded_devices: { root: { type: 'disk', path: '/', pool: 'fast' } },
  });
  notes = serveNotes(() => void other.look());
  served = await serveIncus(async (asked, response) => {
    const { method, path, body } = asked;
    if (notes.answer(asked, response)) return;
    if (path === '/1.0/storage-pools/fast') answerSync(response, { driver: state.driver });
    else if (path.startsWith('/1.0/storage-pools/'))
      answerSync(response, { config: { 'block.mount_options': state.options } });
    else if (path.startsWith('/1.0/cluster/members'))
      answerSync(
        response,
        ['one', 'two'].map((server_name) => ({ server_name, status: server_name === 'two' ? state.status : 'Online' })),
      );
    else if (path.startsWith('/1.0/operations?')) answerSync(response, {});
    else if (method === 'GET') answerSync(response, instance);
    else if (method === 'PUT') {
      const { action } = body as { readonly action: string };
      done.push(`${action} on ${instance.location}`);
      instance = { ...instance, status_code: action === 'start' ? 103 : 102 };
      answerAsync(response, endedOperation);
      if (action === 'start') await other.judged('web', state.found);
    } else if (state.moveError !== '') answerError(response, 400, state.moveError);
    else {
      done.push(`move by ${path}`);
      instance = { ...instance, location: 'two' };
      answerAsync(response, endedOperation);
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

/** Checks the labels as the features do. */
async function checkLabels(one: IncusInstance): Promise<void> {
  const problem = await fileProblem(client, { instance: one, context });
  if (problem !== undefined) fail('container-failed', { name: 'web', reason: problem });
}

const host = (): MoveHost => ({
  client,
  intents,
  here: () => state.here,
  checkLabels,
  runtimeOf: () => (state.isRunning ? { isFrozen: false } : undefined),
  policyVersion: async () => 'abc',
  start: async () => {
    done.push('start here');
    instance = { ...instance, status_code: 103 };
  },
  refresh: async () => undefined,
  onTrouble: (_name, error) => trouble.push(error),
});

async function move(
  changes: Partial<Params<'cluster.move'>> = {},
  { signal = neverAborts, on = (_step: string): void => undefined } = {},
): Promise<{ readonly steps: readonly string[]; readonly isRunning: boolean }> {
  const moving = moveToMember(host(), { instance, member: 'two', stop: true, ...changes }, signal);
  const steps: string[] = [];
  for (;;) {
    const next = await moving.next();
    if (next.done === true) return { steps, ...next.value };
    steps.push(next.value.step);
    on(next.value.step);
  }
}

/** Neither a question nor an answer is left, nor an intent. */
const isClean = (): boolean => intents.pending().length === 0 && trouble.length === 0 && notes.all.size === 0;

it('one that runs is stopped, moved, started there and judged there', async () => {
  expect(await move()).toEqual({ steps: ['check', 'stop', 'move', 'start', 'verify'], isRunning: true });
  expect(done).toEqual(['stop on one', 'move by /1.0/instances/web?project=default&target=two', 'start on two']);
  expect(isClean()).toBe(true);
});

it('one that comes from another member to this one is started, and so judged, by this helper', async () => {
  state.here = 'two';
  expect((await move()).isRunning).toBe(true);
  expect(done).toEqual(['stop on one', 'move by /1.0/instances/web?project=default&target=two', 'start here']);
  expect(isClean()).toBe(true);
});

it('one that moves between two other members is judged where it comes to', async () => {
  state.here = 'three';
  expect((await move()).isRunning).toBe(true);
  expect(done.at(-1)).toBe('start on two');
  expect(isClean()).toBe(true);
});

it('one on a pool of folders is started so that the helper there labels its files before', async () => {
  Object.assign(state, { driver: 'dir', options: '' });
  expect((await move()).isRunning).toBe(true);
  // This helper starts it, which asks that of the other member.
  expect(done.slice(1)).toEqual(['move by /1.0/instances/web?project=default&target=two', 'start here']);
  instance = { ...instance, status_code: 102 };
  await finishMove(instance, true, host());
  expect(done.at(-1)).toBe('start here');
  expect(isClean()).toBe(true);
});

it('one that does not run is only moved', async () => {
  state.isRunning = false;
  instance = { ...instance, status_code: 102 };
  expect(await move({ stop: false })).toEqual({ steps: ['check', 'move'], isRunning: false });
  expect(done).toEqual(['move by /1.0/instances/web?project=default&target=two']);
  expect(isClean()).toBe(true);
});

it.each<readonly [string, Partial<typeof state>, Partial<Params<'cluster.move'>>, string]>([
  ['runs, and may not be stopped', {}, { stop: false }, 'container-running'],
  ['is there already', {}, { member: 'one' }, 'container-failed'],
  ['is to go to a member that is not there', { status: 'Offline' }, {}, 'member-not-ready'],
  ['is to go to one that nobody knows', {}, { member: 'six' }, 'member-not-ready'],
  ['has files of another one', { options: `context="${label},c9"` }, {}, 'container-failed'],
  ['finds another policy there', { obstacle: 'policy' }, {}, 'member-not-ready'],
  ['finds its categories there', { obstacle: 'categories' }, {}, 'member-not-ready'],
])('one that %s is left as it is', async (_, changed, changes, code) => {
  Object.assign(state, changed);
  await expect(move(changes)).rejects.toMatchObject({ code });
  expect(done).toEqual([]);
  expect(isClean()).toBe(true);
});

it('one that Incus cannot move runs on where it was', async () => {
  state.moveError = 'no space left';
  await expect(move()).rejects.toThrow('no space left');
  expect(done).toEqual(['stop on one', 'start here']);
  expect(isClean()).toBe(true);
});

it('one whose move is cancelled runs on where it was', async () => {
  const cancel = new AbortController();
  const on = (step: string): void => {
    if (step === 'move') cancel.abort(new Error('enough'));
  };
  await expect(move({}, { signal: cancel.signal, on })).rejects.toThrow('enough');
  expect(done).toEqual(['stop on one', 'start here']);
  expect(isClean()).toBe(true);
});

it('one that the other helper kills is said to be there, and is not started again', async () => {
  state.found = 'killed';
  await expect(move()).rejects.toMatchObject({
    code: 'container-failed',
    message: expect.stringMatching(/it is on two, .* killed/) as string,
  });
  expect(done.at(-1)).toBe('start on two');
  expect(isClean()).toBe(true);
});

it.each([
  ['here', 'one', 'start here'],
  ['there', 'two', 'start on two'],
])('a move that was cut off is finished %s, once', async (_, location, expected) => {
  instance = { ...instance, location, status_code: 102 };
  await finishMove(instance, true, host());
  expect(done).toEqual([expected]);
  instance = { ...instance, status_code: 103 };
  await finishMove(instance, true, host());
  expect(done).toEqual([expected]);
});

it('what was asked before, of another instance too, and answers to it count for nothing', async () => {
  const write = (name: string, value: unknown): unknown =>
    notes.all.set(name, { name, description: '', config: { 'user.bulkhead': JSON.stringify(value) } });
  state.obstacle = 'ids';
  await expect(move()).rejects.toMatchObject({ code: 'member-not-ready' });
  write('question.older', { instance: { name: 'web', project: 'default' }, to: ['two'], policy: null });
  write('answer.older.two', null);
  write('judgement.older.two', 'verified');
  write('answer.older.three', null);
  await expect(move()).rejects.toMatchObject({ code: 'member-not-ready' });
  expect(done).toEqual([]);
  expect([...notes.all.keys()].filter((name) => !name.includes('older'))).toEqual([]);
});

it('a move that was cut off leaves no question behind', async () => {
  for (const [name, value] of [
    ['question.left', { instance: { name: 'web', project: 'default' }, to: ['two'], policy: 'abc' }],
    ['answer.left.two', null],
    ['question.other', { instance: { name: 'db', project: 'default' }, to: ['three'], policy: 'abc' }],
  ] as const)
    notes.all.set(name, { name, description: '', config: { 'user.bulkhead': JSON.stringify(value) } });
  // The fake has the project from its first note on.
  state.obstacle = 'ids';
  await expect(move()).rejects.toMatchObject({ code: 'member-not-ready' });
  await finishMove(instance, true, host());
  expect([...notes.all.keys()]).toEqual(['question.other']);
});
