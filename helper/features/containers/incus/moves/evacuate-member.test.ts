// SPDX-License-Identifier: Apache-2.0
/** A member is evacuated by the fake Incus; the helpers of the two others answer through it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Result } from '../../../../../contract/operations/index.ts';
import {
  answerAsync,
  answerError,
  answerSync,
  endedOperation,
  type ServedIncus,
  serveIncus,
} from '../../../../incus/fixtures/serve-incus.ts';
import { type ServedNotes, serveNotes } from '../../../../incus/fixtures/served-notes.ts';
import { confinedInstance, someInstance } from '../../../../incus/fixtures/some-instance.ts';
import { createIncusClient, type IncusClient } from '../../../../incus/incus-client.ts';
import type { IncusInstance } from '../../../../incus/incus-instances.ts';
import type { EvacuationAction } from '../../../../incus/incus-moves.ts';
import { createIncusTransport } from '../../../../incus/transport.ts';
import { type Connection, openDatabase } from '../../../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../../../journal/intent-journal.ts';
import { neverAborts } from '../../../../system/work/never-aborts.ts';
import { type AnsweredArrivals, answerArrivals } from './answer-arrivals.ts';
import { evacuateMember } from './evacuate-member.ts';

const mark = { 'user.bulkhead.version': '1' };

let folder = '';
let database: Connection;
let intents: IntentJournal;
let served: ServedIncus;
let notes: ServedNotes;
let client: IncusClient;
let helpers: readonly AnsweredArrivals[];
const instances = new Map<string, IncusInstance>();
const done: string[] = [];
const trouble: unknown[] = [];
const state = {
  statuses: {} as Record<string, string>,
  obstacleOn: '',
  found: 'verified' as 'verified' | 'killed',
  /** Incus does not know the operation any more when it is asked how it ended. */
  isForgotten: false,
};

let afterEvacuation = (): unknown => undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evacuate-'));
  database = openDatabase(join(folder, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  done.length = 0;
  trouble.length = 0;
  Object.assign(state, {
    statuses: { one: 'Online', two: 'Online', three: 'Online' },
    obstacleOn: '',
    found: 'verified',
    isForgotten: false,
  });
  instances.clear();
  afterEvacuation = () => undefined;
  for (const one of [
    confinedInstance('web', 's0:c1,c2', { location: 'two', status_code: 103, config: mark }),
    confinedInstance('db', 's0:c3,c4', { location: 'two', config: mark }),
    someInstance('foreign', { location: 'two', status_code: 103 }),
    confinedInstance('stays', 's0:c5,c6', { location: 'one', status_code: 103, config: mark }),
  ])
    instances.set(one.name, one);
  notes = serveNotes(() => {
    for (const helper of helpers) void helper.look();
  });
  served = await serveIncus(async (asked, response) => {
    const { method, path, body } = asked;
    if (notes.answer(asked, response)) return;
    const [, name = ''] = /^\/1\.0\/instances\/(\w+)[/?]/.exec(path) ?? [];
    const one = instances.get(name);
    if (path.startsWith('/1.0/cluster/members?'))
      answerSync(
        response,
        Object.entries(state.statuses).map(([server_name, status]) => ({ server_name, status })),
      );
    else if (path === '/1.0/storage-pools/folders') answerSync(response, { driver: 'dir' });
    else if (path.startsWith('/1.0/cluster/members/')) {
      done.push(`${(body as { readonly action: string }).action} by ${path}`);
      await bring((body as { readonly action: EvacuationAction }).action);
      answerAsync(response, { ...endedOperation, status_code: state.isForgotten ? 103 : 200 });
    } else if (path.startsWith('/1.0/operations/')) answerError(response, 404, 'Operation not found');
    else if (one === undefined) answerError(response, 404, 'Instance not found');
    else if (method === 'GET') answerSync(response, one);
    else answerError(response, 400, 'No instance is changed');
  });
  client = createIncusClient(createIncusTransport(served.socketPath));
  helpers = ['one', 'two', 'three'].map((member) =>
    answerArrivals({
      client,
      here: () => member,
      obstacleOf: async () => (state.obstacleOn === member ? 'categories' : undefined),
      onTrouble: (_name, error) => trouble.push(error),
    }),
  );
});
afterEach(async () => {
  await served.close();
  database.close();
  rmSync(folder, { recursive: true });
});

/** Does as Incus does: the containers go to the third member, or come back to where they were. */
async function bring(action: EvacuationAction): Promise<void> {
  for (const one of instances.values()) {
    const origin = one.config['volatile.evacuate.origin'] ?? '';
    if (action === 'evacuate' ? one.location !== 'two' : origin !== 'two') continue;
    instances.set(one.name, {
      ...one,
      location: action === 'evacuate' ? 'three' : origin,
      config: { ...one.config, 'volatile.evacuate.origin': action === 'evacuate' ? 'two' : '' },
    });
    if (one.status_code === 103 && one.name === 'web')
      await helpers[action === 'evacuate' ? 2 : 1]?.judged('web', state.found);
  }
  afterEvacuation();
}

async function run(action: EvacuationAction, member = 'two'): Promise<Result<'cluster.evacuate'>['containers']> {
  const work = evacuateMember(
    { action, member },
    {
      client,
      intents,
      all: () => [...instances.values()],
      checkLabels: async () => undefined,
      policyVersion: async () => 'abc',
      refresh: async () => undefined,
      onTrouble: (_name, error) => trouble.push(error),
    },
    neverAborts,
  );
  for (;;) {
    const next = await work.next();
    if (next.done === true) return next.value;
    if (next.value.name !== null) done.push(`${next.value.step} ${next.value.name}`);
  }
}

/** No question or answer is left, nor an intent. */
const isClean = (): boolean => intents.pending().length === 0 && trouble.length === 0 && notes.all.size === 0;

it('what runs is judged where it has come to; what others created is not', async () => {
  expect(await run('evacuate')).toEqual([
    { name: 'web', member: 'three', arrival: 'verified' },
    { name: 'db', member: 'three', arrival: 'stopped' },
    { name: 'foreign', member: 'three', arrival: 'not-judged' },
  ]);
  expect(done.slice(0, 3)).toEqual(['check web', 'check db', 'evacuate by /1.0/cluster/members/two/state']);
  expect(done).toContain('move web');
  expect(instances.get('stays')?.location).toBe('one');
  expect(isClean()).toBe(true);
});

it('they come back, and the helper there is asked and judges them', async () => {
  await run('evacuate');
  state.statuses['two'] = 'Evacuated';
  expect(await run('restore')).toEqual([
    { name: 'web', member: 'two', arrival: 'verified' },
    { name: 'db', member: 'two', arrival: 'stopped' },
    { name: 'foreign', member: 'two', arrival: 'not-judged' },
  ]);
  expect(isClean()).toBe(true);
});

it('an operation that Incus has forgotten is judged by the state of the member', async () => {
  state.isForgotten = true;
  await expect(run('evacuate')).rejects.toMatchObject({ kind: 'operation-lost' });
  expect(isClean()).toBe(true);
  for (const one of [...instances.values()].filter(({ location }) => location === 'three'))
    instances.set(one.name, { ...one, location: 'two' });
  afterEvacuation = () => (state.statuses['two'] = 'Evacuated');
  expect(await run('evacuate')).toMatchObject([{ arrival: 'verified' }, {}, {}]);
});

it('one that runs on a pool of folders is not left to Incus, which would start it before its files have labels', async () => {
  const web = confinedInstance('web', 's0:c1,c2', {
    location: 'two',
    status_code: 103,
    config: mark,
    expanded_devices: { root: { type: 'disk', path: '/', pool: 'folders' } },
  });
  instances.set('web', web);
  await expect(run('evacuate')).rejects.toMatchObject({
    code: 'container-failed',
    message: expect.stringMatching(/bulkheadctl cluster move web MEMBER/) as string,
  });
  expect(done.filter((one) => one.includes(' by '))).toEqual([]);
  expect(isClean()).toBe(true);
  instances.set('web', { ...web, status_code: 102 });
  expect((await run('evacuate'))[0]).toEqual({ name: 'web', member: 'three', arrival: 'stopped' });
});

it('one that is killed where it has come to is said to be', async () => {
  state.found = 'killed';
  expect((await run('evacuate'))[0]).toEqual({ name: 'web', member: 'three', arrival: 'killed' });
});

it.each<readonly [string, EvacuationAction, Partial<typeof state>, string]>([
  ['where one member would not take a container', 'evacuate', { obstacleOn: 'one' }, 'two'],
  ['of a member that is away', 'evacuate', { statuses: { one: 'Online', two: 'Offline' } }, 'two'],
  ['where nobody else is there', 'evacuate', { statuses: { one: 'Offline', two: 'Online' } }, 'two'],
  ['of a member that nobody knows', 'evacuate', {}, 'six'],
  ['that ends none', 'restore', {}, 'two'],
])('one %s changes nothing', async (_, action, changed, member) => {
  Object.assign(state, changed);
  await expect(run(action, member)).rejects.toMatchObject({ code: 'member-not-ready' });
  expect(done.filter((one) => one.includes(' by '))).toEqual([]);
  expect(isClean()).toBe(true);
});
