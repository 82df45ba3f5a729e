// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signedCertificateSchema } from '../../../contract/model/policy/proof.ts';
import { partsOfCertificate } from '../../../contract/signed-parts.ts';
import { smallPolicy } from '../../../sepolicy/fixtures/small-policy.ts';
import { prove, type ProvenPair } from '../../../sepolicy/prove/prove.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { isGenuine } from '../../../cli/verify-signed.ts';
import { createProof } from './prove-policy.ts';

let keyFolder: string;
beforeEach(() => {
  keyFolder = mkdtempSync(join(tmpdir(), 'bulkhead-proof-'));
});
afterEach(() => rmSync(keyFolder, { recursive: true }));

/** The module has the rule of the small policy that the proof finds open. */
const moduleText = '; a module\n(allow bulkhead_t var_log_t (file (write)))';

type Params = Parameters<ReturnType<typeof createProof>['policy.prove']>[0];

const { signal } = new AbortController();
const ofNoKind = { mount: 0, file: 0, terminal: 0, process: 0, descriptor: 0, socket: 0 };

async function answerTo(params: Params, sums: readonly string[] = ['a', 'a']) {
  const lookedAt: string[] = [];
  const asked: (ProvenPair | null)[] = [];
  const left = [...sums];
  const handlers = createProof({
    containers: async () => [
      fakeContainer(),
      fakeContainer({ name: 'db', context: 'system_u:system_r:bulkhead_c_db_t:s0:c7,c8' }),
      fakeContainer({ name: 'twin', context: 'system_u:system_r:bulkhead_t:s0:c5,c9' }),
    ],
    policy: {
      async ask(_kind, question) {
        asked.push(question as never);
        return prove(smallPolicy);
      },
    },
    keyFolder,
    look: async ({ name }, onSeen) => {
      lookedAt.push(name);
      onSeen({ kind: 'file', path: '/srv/x', label: `system_u:object_r:bulkhead_file_t:s0` });
      return { looked: { ...ofNoKind, file: 1 }, unread: 0, left: [] };
    },
    localModules: async () => new Map([['bulkhead_c_web', moduleText]]),
    now: () => 7,
    sum: () => left.shift(),
  });
  const context = { signal } as Parameters<(typeof handlers)['policy.prove']>[1];
  const signed = await handlers['policy.prove'](params, context);
  const { last } = await handlers['policy.certificate']({}, context);
  return { signed, asked, lookedAt, last, identity: await handlers['policy.identify']({}, context) };
}

test('the certificate names its policy, and a change of any part is found out', async () => {
  const { signed, asked } = await answerTo({});
  expect(asked).toEqual([null]);
  expect(signed.certificate).toMatchObject({ provedAt: 7, policySha256: 'a' });
  // What a client has read is what was signed.
  const { certificate, ...rest } = signedCertificateSchema().parse(JSON.parse(JSON.stringify(signed)));
  expect(isGenuine(partsOfCertificate(certificate), rest)).toBe(true);
  expect(isGenuine(partsOfCertificate({ ...certificate, policySha256: 'b' }), rest)).toBe(false);
  expect(
    isGenuine(partsOfCertificate({ ...certificate, proof: { ...certificate.proof, verdict: 'proven' } }), rest),
  ).toBe(certificate.proof.verdict === 'proven');
});

test('two containers are asked about by their domains, and whether they have a category in common', async () => {
  const { asked } = await answerTo({ pair: { from: 'web', to: 'db' } });
  expect(asked).toEqual([{ from: 'bulkhead_t', to: 'bulkhead_c_db_t', areDisjoint: true }]);
  const shared = await answerTo({ pair: { from: 'web', to: 'twin' } });
  expect(shared.asked).toEqual([{ from: 'bulkhead_t', to: 'bulkhead_t', areDisjoint: false }]);
  await expect(answerTo({ pair: { from: 'web', to: 'gone' } })).rejects.toMatchObject({ code: 'container-not-found' });
});

test('what the containers have is part of what is signed, and of two containers no other is looked at', async () => {
  const { signed, lookedAt } = await answerTo({});
  const { certificate, ...rest } = signedCertificateSchema().parse(JSON.parse(JSON.stringify(signed)));
  const { objects, ...ofPolicy } = certificate.proof;
  const found = lookedAt.map((container) => ({ container, path: '/srv/x' }));
  expect([ofPolicy.verdict, objects]).toMatchObject(['open', { foundCount: 3, found }]);
  expect(isGenuine(partsOfCertificate(certificate), rest)).toBe(true);
  expect(isGenuine(partsOfCertificate({ ...certificate, proof: ofPolicy }), rest)).toBe(false);
  expect([lookedAt, (await answerTo({ pair: { from: 'web', to: 'db' } })).lookedAt]).toEqual([
    ['web', 'db', 'twin'],
    ['web', 'db'],
  ]);
});

test('a policy that cannot be read, or that changes meanwhile, is proven nothing of', async () => {
  await expect(answerTo({}, [])).rejects.toMatchObject({ code: 'policy-unavailable' });
  await expect(answerTo({}, ['a', 'b'])).rejects.toMatchObject({ code: 'policy-unavailable' });
});

test('keeps the last certificate of all containers, and knows the policy of now and its own key', async () => {
  const { signed, last, identity } = await answerTo({}, ['a', 'a', 'b']);
  const { publicKey } = signed.signature;
  expect([last, identity]).toEqual([signed, { loadedSha256: 'b', publicKey }]);
  // One of a pair says less, and does not take its place.
  const later = await answerTo({ pair: { from: 'web', to: 'db' } }, ['b', 'b']);
  expect([later.last, later.identity]).toEqual([signed, { loadedSha256: null, publicKey }]);
});
