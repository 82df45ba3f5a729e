// SPDX-License-Identifier: Apache-2.0
/** One helper asks about an instance; the fake Incus has the database, through which the other helper answers late. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerSync, type ServedIncus, serveIncus } from '../../../../incus/fixtures/serve-incus.ts';
import { confinedInstance } from '../../../../incus/fixtures/some-instance.ts';
import { type ServedNotes, serveNotes } from '../../../../incus/fixtures/served-notes.ts';
import { createIncusClient, type IncusClient } from '../../../../incus/incus-client.ts';
import { createIncusTransport } from '../../../../incus/transport.ts';
import { neverAborts } from '../../../../system/work/never-aborts.ts';
import { answerArrivals } from './answer-arrivals.ts';
import { askArrival, endArrivals, questionsTo, writeAnswer, writeJudgement, writeWorking } from './arrival.ts';

let served: ServedIncus;
let notes: ServedNotes;
let client: IncusClient;
/** How often the notes were read. */
let reads = 0;

beforeEach(async () => {
  notes = serveNotes(() => undefined);
  served = await serveIncus((asked, response) => {
    if (asked.path.startsWith('/1.0/profiles?')) reads += 1;
    if (!notes.answer(asked, response)) answerSync(response, confinedInstance('web', 's0:c1,c2'));
  });
  client = createIncusClient(createIncusTransport(served.socketPath));
});
afterEach(() => served.close());

const web = { name: 'web', project: 'default' };
const ask = (limits: NonNullable<Parameters<typeof askArrival>[1]['limits']>) =>
  askArrival(client, { instance: web, to: ['two'], policy: null, limits }, neverAborts);

/** The id of the question, once it is asked. */
async function asked(): Promise<string> {
  await expect.poll(() => questionsTo(client, 'two')).toHaveLength(1);
  return (await questionsTo(client, 'two'))[0]?.question.id ?? '';
}

it('waits for a helper that has said that it works, longer than for one that says nothing', async () => {
  const limits = { answerMs: 600_000, workMs: 600_000 };
  const asking = ask(limits);
  const id = await asked();
  await writeWorking(client, { id, member: 'two' });
  // An answer of which nobody has spoken is too late from now on.
  limits.answerMs = 0;
  const before = reads;
  await expect.poll(() => reads).toBeGreaterThan(before + 1);
  await writeAnswer(client, { id, member: 'two' }, undefined);
  expect((await asking).id).toBe(id);
  await endArrivals(client, [web]);
  expect([...notes.all.keys()]).toEqual([]);
});

it('gives up on one that says nothing, and on one that works without an end', async () => {
  const silent = { code: 'member-not-ready', data: { member: 'two' } };
  await expect(ask({ answerMs: 0, workMs: 600_000 })).rejects.toMatchObject(silent);
  await endArrivals(client, [web]);
  const asking = expect(ask({ answerMs: 600_000, workMs: 0 })).rejects.toMatchObject(silent);
  await writeWorking(client, { id: await asked(), member: 'two' });
  await asking;
});

it('what is said to a question that is gone is gone, too', async () => {
  const limits = { answerMs: 600_000, workMs: 600_000 };
  const asking = ask(limits);
  const id = await asked();
  await writeAnswer(client, { id, member: 'two' }, undefined);
  await asking;
  await endArrivals(client, [web]);
  await writeJudgement(client, { id, member: 'two' }, 'verified');
  await writeWorking(client, { id, member: 'two' });
  expect([...notes.all.keys()]).toEqual([]);
});

it('what was said stays as long as its question, and goes with the next that ends, should one that asked have died', async () => {
  const died = ask({ answerMs: 600_000, workMs: 600_000 });
  const id = await asked();
  await writeAnswer(client, { id, member: 'two' }, undefined);
  await died;
  await endArrivals(client, [{ name: 'db', project: 'default' }]);
  expect([...notes.all.keys()]).toEqual([`question.${id}`, `answer.${id}.two`]);
  notes.all.delete(`question.${id}`);
  notes.all.set('members', { name: 'members', description: '', config: {} });
  await endArrivals(client, []);
  expect([...notes.all.keys()]).toEqual(['members']);
});

it('answers once Incus says what it did not say at first, and not to one that has left', async () => {
  const trouble: unknown[] = [];
  const failure = new Error('Missing event connection with target cluster member');
  const looks = [
    () => Promise.reject(failure),
    () => Promise.reject(failure),
    () => Promise.resolve(),
    () => endArrivals(client, [web]).then(() => Promise.reject(failure)),
  ];
  const other = answerArrivals({
    client,
    here: () => 'two',
    retryMs: 1,
    onTrouble: (_name, error) => trouble.push(error),
    async obstacleOf() {
      await looks.shift()?.();
      return undefined;
    },
  });
  const asking = ask({ answerMs: 600_000, workMs: 600_000 });
  await asked();
  await other.look();
  await asking;
  expect([looks, trouble]).toEqual([[expect.any(Function)], []]);
  await endArrivals(client, [web]);

  await expect(ask({ answerMs: 0, workMs: 0 })).rejects.toMatchObject({ code: 'member-not-ready' });
  await other.look();
  expect([looks, trouble, [...notes.all.keys()]]).toEqual([[], [failure], []]);
});
