// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it } from 'vitest';
import { neverAborts } from '../system/work/never-aborts.ts';
import { proveMembership } from './cluster-secret.ts';
import { answerError, answerSync, type ServedIncus, serveIncus } from './fixtures/serve-incus.ts';
import { createIncusClient } from './incus-client.ts';
import { createIncusTransport } from './transport.ts';

const challenge = 'ab'.repeat(32);
const three = ['one https://192.0.2.1:8443', 'two https://192.0.2.2:8443', 'three https://192.0.2.3:8443'];
const served: ServedIncus[] = [];

afterEach(async () => {
  for (const one of served.splice(0)) await one.close();
});

/** Profiles of one database. `before` happens while the first one is written. */
async function serveCluster(
  profiles = new Map<string, object>(),
  before: () => void = () => undefined,
): Promise<(text?: string, members?: readonly string[]) => Promise<string>> {
  const one = await serveIncus(({ method, path, body }, response) => {
    const name = /^\/1\.0\/profiles\/([^?]+)/.exec(path)?.[1];
    if (method === 'GET' && name !== undefined) {
      const known = profiles.get(name);
      if (known === undefined) answerError(response, 404, 'not found');
      else answerSync(response, known);
      return;
    }
    if (method === 'DELETE' && name !== undefined) {
      profiles.delete(name);
      answerSync(response, {});
      return;
    }
    if (method !== 'POST') {
      answerSync(response, { config: { 'features.profiles': 'true' } });
      return;
    }
    before();
    const profile = body as { readonly name: string };
    if (profiles.has(profile.name)) {
      answerError(response, 409, 'it exists');
      return;
    }
    profiles.set(profile.name, profile);
    answerSync(response, {});
  });
  served.push(one);
  const client = createIncusClient(createIncusTransport(one.socketPath));
  return (text = challenge, members = three) => proveMembership(client, { challenge: text, members }, neverAborts);
}

it('is the same from all members, another one for another challenge, and another one in another cluster (G6)', async () => {
  const database = new Map<string, object>();
  const [one, two] = [await serveCluster(database), await serveCluster(database)];
  const proof = await one();
  expect(proof).toMatch(/^[0-9a-f]{64}$/);
  expect([await two(), await one()]).toEqual([proof, proof]);
  expect(await one('cd'.repeat(32))).not.toBe(proof);
  expect(await (await serveCluster())()).not.toBe(proof);
  // What is sent to who asks is not the secret.
  expect(JSON.stringify([...database.values()])).not.toContain(proof);
});

it('is that of the member that was faster, where two make the secret at the same time', async () => {
  const database = new Map<string, object>();
  const members = three.toSorted().join('\n');
  const secret = { name: 'cluster-secret', config: { 'user.secret': '12'.repeat(32), 'user.members': members } };
  const slower = await serveCluster(database, () => database.set('cluster-secret', secret));
  expect(await slower()).toBe(await (await serveCluster(database))());
});

it('is by another secret once a member was removed, or another one has its name (G6)', async () => {
  const database = new Map<string, object>();
  const [one, two] = [await serveCluster(database), await serveCluster(database)];
  const proof = await one();
  expect(await two(challenge, three.toReversed())).toBe(proof);
  const without = await one(challenge, three.slice(1));
  expect(without).not.toBe(proof);
  expect(await two(challenge, three.slice(1))).toBe(without);
  const renamed = await one(challenge, [...three.slice(1), 'one https://192.0.2.9:8443']);
  expect([proof, without]).not.toContain(renamed);
});

it('is none where what is kept is no secret', async () => {
  const database = new Map<string, object>([
    [
      'cluster-secret',
      { name: 'cluster-secret', config: { 'user.secret': '', 'user.members': three.toSorted().join('\n') } },
    ],
  ]);
  await expect((await serveCluster(database))()).rejects.toThrow();
});
