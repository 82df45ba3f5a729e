// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it } from 'vitest';
import { untilJudged } from './moves/arrival.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { proveMembership } from '../../../incus/cluster-secret.ts';
import { type ServedIncus, serveIncus } from '../../../incus/fixtures/serve-incus.ts';
import { type ServedNotes, serveNotes } from '../../../incus/fixtures/served-notes.ts';
import { createIncusClient, type IncusClient } from '../../../incus/incus-client.ts';
import { noteOf, putNote, readNote, readNotes, writeNote } from '../../../incus/notes.ts';
import { createIncusTransport } from '../../../incus/transport.ts';

let served: ServedIncus;
let client: IncusClient;
let notes: ServedNotes;
let asked: string[];

/** `project`: what Incus says of the project of the notes. */
async function serve(project?: Readonly<Record<string, string>>): Promise<void> {
  notes = serveNotes(() => undefined, project);
  asked = [];
  served = await serveIncus((request, response) => {
    asked.push(`${request.method} ${request.path}`);
    notes.answer(request, response);
  });
  client = createIncusClient(createIncusTransport(served.socketPath));
}

beforeEach(() => serve());
afterEach(() => served.close());

/** Shows a profile of another project as Incus does, where the project of the notes has none of its own. */
function forge(name: string, value: unknown): void {
  const note = { name, description: '', config: { 'user.bulkhead': JSON.stringify(value) }, project: 'default' };
  notes.all.set(name, note);
}

it('a profile of another project is no note, by whatever name: no judgement, no secret, no module (N19)', async () => {
  await writeNote(client, { name: 'own', description: '' });
  forge('judgement.1.two', 'verified');
  forge('module.web', '(typeattribute)');
  expect((await readNotes(client)).map(({ name }) => name)).toEqual(['own']);
  expect(await readNote(client, 'module.web')).toBe(undefined);
  const limits = { answerMs: 0, workMs: 0 };
  expect(await untilJudged(client, { id: '1', member: 'two', limits }, neverAborts)).toBe(undefined);
});

it.each([{ 'features.profiles': 'false' }, {}])(
  'nothing is written, no secret before all, where the project shows the profiles of another one: %j (N19)',
  async (project) => {
    await served.close();
    await serve(project);
    const proving = { challenge: 'ab'.repeat(32), members: ['one', 'two'] };
    for (const write of [
      () => writeNote(client, { name: 'n', description: '' }),
      () => putNote(client, { name: 'n', description: '' }),
      () => proveMembership(client, proving, neverAborts),
    ])
      await expect(write()).rejects.toThrow('has no profiles of its own');
    expect([...notes.all]).toEqual([]);
  },
);

it.each([
  ['/1.0/profiles/question.1?project=user-1000', undefined],
  ['/1.0/profiles/question.1', undefined],
  ['/1.0/profiles/question.1?project=user-1000&project=bulkhead', undefined],
  ['/1.0/profiles/x?project=bulkhead-2', undefined],
  ['/1.0/instances/question.1?project=bulkhead', undefined],
  ['/1.0/profiles/a/b?project=bulkhead', undefined],
  ['/1.0/profiles/question.1?project=bulkhead', 'question.1'],
])('an event from %s is about the note %s (N19)', (source, note) => {
  expect(noteOf(source)).toBe(note);
});

it('names of notes reach no other project and no other path of Incus (N19)', async () => {
  for (const name of ['../instances/web', 'x?project=default', 'x#', 'a&project=default', '%2e%2e'])
    await readNote(client, name);
  expect(asked.filter((path) => !/^GET \/1\.0\/profiles\/[^/?#&]+\?project=bulkhead$/.test(path))).toEqual([]);
});
