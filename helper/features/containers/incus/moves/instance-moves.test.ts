// SPDX-License-Identifier: Apache-2.0
/** What the helper of a member answers about an instance that is to come. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerError, answerSync, type ServedIncus, serveIncus } from '../../../../incus/fixtures/serve-incus.ts';
import { type ServedNotes, serveNotes } from '../../../../incus/fixtures/served-notes.ts';
import { confinedInstance } from '../../../../incus/fixtures/some-instance.ts';
import { createIncusClient } from '../../../../incus/incus-client.ts';
import type { IncusInstance } from '../../../../incus/incus-instances.ts';
import { writeNote } from '../../../../incus/notes.ts';
import { createIncusTransport } from '../../../../incus/transport.ts';
import type { IntentJournal } from '../../../../journal/intent-journal.ts';
import { noIncus } from '../../fixtures/no-incus.ts';
import { createInstanceMoves, type InstanceMoves, type InstanceMovesHost } from './instance-moves.ts';

const coming = confinedInstance('web', 's0:c1,c2', {
  location: 'one',
  expanded_config: { 'security.idmap.base': '200000', 'security.idmap.size': '65536' },
});
const question = { instance: { name: 'web', project: 'default' }, to: ['two'], policy: 'abc' as string | null };

let served: ServedIncus;
let notes: ServedNotes;
/** Incus has the instance so. */
let known = coming;
/** The writing of a note fails so often from now on. */
let failures = 0;
beforeEach(async () => {
  failures = 0;
  notes = serveNotes();
  served = await serveIncus((asked, response) => {
    if (asked.method === 'POST' && failures > 0) {
      failures -= 1;
      answerError(response, 500, 'no majority');
    } else if (asked.path === '/1.0/storage-pools/folders') answerSync(response, { driver: 'dir' });
    else if (!notes.answer(asked, response)) answerSync(response, known);
  });
});
afterEach(() => served.close());

interface Answering {
  readonly host?: Partial<InstanceMovesHost>;
  readonly away?: readonly string[];
  /** Holds the question as it was written, parsed or not. */
  readonly asked?: unknown;
  readonly instance?: IncusInstance;
}

const fails = (): Promise<never> => Promise.reject(new Error('nothing is started here'));

async function ask({ host = {}, away = [], asked = question, instance = coming }: Answering): Promise<InstanceMoves> {
  known = instance;
  const client = createIncusClient(createIncusTransport(served.socketPath));
  const config = { 'user.bulkhead': typeof asked === 'string' ? asked : JSON.stringify(asked) };
  await writeNote(client, { name: 'question.new', description: '', config });
  return createInstanceMoves({
    intents: {} as IntentJournal,
    acts: { start: fails, verify: fails, checkLabels: fails },
    incus: { ...noIncus, client, here: () => 'two', unreadMembers: () => away },
    policyVersion: async () => 'abc',
    readSubids: () => 'root:100000:1000000',
    managed: () => coming,
    runtimeOf: () => undefined,
    othersOf: () => new Map(),
    bringModule: async () => undefined,
    labelFiles: async () => undefined,
    confines: () => true,
    namesOfLxc: () => [],
    idsOfLxc: () => [],
    ...host,
  });
}

/** Undefined where nothing is answered: null for one that may come. */
async function answered(answering: Answering): Promise<unknown> {
  await (await ask(answering)).look();
  const text = notes.all.get('answer.new.two')?.config['user.bulkhead'];
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

it('lets one come that nothing is in the way of', async () => {
  expect(await answered({})).toBeNull();
});

it.each<readonly [string, string, Answering]>([
  ['a host that does not enforce', 'selinux', { host: { confines: () => false } }],
  ['another policy', 'policy', { host: { policyVersion: async () => 'def' } }],
  ['a policy that is not known', 'policy', { host: { policyVersion: async () => undefined } }],
  ['a container of LXC with its name', 'name', { host: { namesOfLxc: () => ['web'] } }],
  [
    'another container with its categories, in another order',
    'categories',
    { host: { othersOf: () => new Map([['db', 'system_u:system_r:bulkhead_t:s0:c2,c1']]) } },
  ],
  ['a member whose categories it has never read', 'unread', { away: ['three'] }],
  ['a container of LXC with some of its ids', 'ids', { host: { idsOfLxc: () => [{ base: 262_144, count: 65_536 }] } }],
  [
    'a policy module that cannot be installed here',
    'module',
    { host: { bringModule: () => Promise.reject(new Error('it would break the isolation')) } },
  ],
  ['no range of root that holds its ids', 'ids', { host: { readSubids: () => 'root:100000:120000' } }],
])('says no for %s', async (_, obstacle, answering) => {
  expect(await answered(answering)).toBe(obstacle);
});

it('needs no checksum of the policy for one that is on this member already, and for any other one it does', async () => {
  const host = { policyVersion: async () => undefined };
  const asked = { ...question, policy: null };
  expect(await answered({ host, asked, instance: { ...coming, location: 'two' } })).toBeNull();
  notes.all.clear();
  expect(await answered({ host, asked })).toBe('policy');
});

it('labels the files of one on a pool of folders before it may start here, and not before they have come', async () => {
  const onFolders: IncusInstance = {
    ...coming,
    location: 'two',
    expanded_devices: { root: { type: 'disk', path: '/', pool: 'folders' } },
  };
  const labelled: string[] = [];
  const host = { labelFiles: async ({ name }: IncusInstance) => void labelled.push(name) };
  const starting = { ...question, policy: null };
  expect(await answered({ host, instance: onFolders })).toBeNull();
  expect(labelled).toEqual([]);
  notes.all.clear();
  expect(await answered({ host, asked: starting, instance: onFolders })).toBeNull();
  expect([labelled, notes.all.has('working.new.two')]).toEqual([['web'], true]);
  notes.all.clear();
  const failing = { labelFiles: () => Promise.reject(new Error('EPERM')) };
  expect(await answered({ host: failing, asked: starting, instance: onFolders })).toBe('files');
});

it('answers once', async () => {
  let looks = 0;
  const confines = (): boolean => (looks += 1) > 0;
  const moves = await ask({ host: { confines } });
  await Promise.all([moves.look(), moves.look()]);
  await moves.look();
  expect(looks).toBe(1);
});

it.each([
  ['nothing', ''],
  ['no JSON', 'no JSON'],
  ['a question of another form', { to: ['two'] }],
  ['a question to another member', { ...question, to: ['one'] }],
])('does not answer %s', async (_, asked) => {
  expect(await answered({ asked })).toBeUndefined();
});

it.each<readonly [string, () => Promise<boolean>, string]>([
  ['in its context', async () => true, 'verified'],
  ['not in its context', () => Promise.reject(new Error('killed')), 'killed'],
])('says of one that was started here and was asked about that it runs %s', async (_, verify, expected) => {
  const moves = await ask({ host: { acts: { start: fails, verify, checkLabels: fails } } });
  await moves.verifyStarted('web').catch(() => undefined);
  await moves.verifyStarted('other').catch(() => undefined);
  expect([...notes.all.keys()]).toEqual(['question.new', 'judgement.new.two']);
  expect(notes.all.get('judgement.new.two')?.config).toEqual({ 'user.bulkhead': JSON.stringify(expected) });
});

it('does not say of one that is confined that it was killed, where that it is cannot be written', async () => {
  const moves = await ask({ host: { acts: { start: fails, verify: async () => true, checkLabels: fails } } });
  failures = 1;
  await expect(moves.verifyStarted('web')).rejects.toThrow('no majority');
  expect([...notes.all.keys()]).toEqual(['question.new']);
});
