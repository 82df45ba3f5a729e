// SPDX-License-Identifier: Apache-2.0
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Certificate, certificateSchema, type PolicyIdentity } from '../contract/model/policy/proof.ts';
import { partsOfCertificate } from '../contract/signed-parts.ts';
import { signParts } from '../helper/system/sign-parts.ts';
import { smallPolicy } from '../sepolicy/fixtures/small-policy.ts';
import { prove } from '../sepolicy/prove/prove.ts';
import { createFakeHost } from '../testing/fake-host.ts';
import { startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const pemOf = (key: typeof privateKey): string =>
  createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
const otherPem = pemOf(generateKeyPairSync('ed25519').privateKey);
const certificate: Certificate = certificateSchema().parse({
  host: 'lab',
  provedAt: 1_700_000_000,
  policySha256: 'aa',
  enforcing: true,
  helper: '1',
  proof: { ...prove(smallPolicy), verdict: 'proven', open: [], openCount: 0 },
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-verify-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Given {
  readonly saved?: Partial<Certificate>;
  /** What somebody has changed in the file after it was signed. */
  readonly changed?: Partial<Certificate>;
  readonly state?: Partial<PolicyIdentity>;
  readonly options?: readonly string[];
}

async function verify({ saved, changed, state, options = [] }: Given) {
  const signed: Certificate = { ...certificate, ...saved };
  const file = join(folder, 'certificate.json');
  const text = JSON.stringify({
    certificate: { ...signed, ...changed },
    ...signParts(partsOfCertificate(signed), privateKey),
  });
  await writeFile(file, text);
  const host = await startSocketHost(
    { 'policy.identify': async () => ({ loadedSha256: 'aa', publicKey: pemOf(privateKey), ...state }) },
    { host: createFakeHost({ hostname: 'lab' }) },
  );
  try {
    const outcome = await runCommand(['policy', 'verify-proof', file, ...options], { socketPath: host.socketPath });
    return { exitCode: outcome.exitCode, text: outcome.stdout.replaceAll(/ {2,}/g, ' '), outcome };
  } finally {
    await host.close();
  }
}

it('is green only for the key of the host and the policy of now', async () => {
  const good = await verify({});
  expect([good.exitCode, good.text]).toEqual([0, expect.stringContaining('signature genuine')]);
  expect(good.text).toContain('the same policy is loaded now');
  expect(good.text).toContain('policy SHA-256 aa');
});

it('finds a certificate that was changed, or that another key has signed', async () => {
  const changed = await verify({ changed: { policySha256: 'aa', host: 'other' } });
  expect([changed.exitCode, changed.text]).toEqual([1, expect.stringContaining('NOT genuine')]);
  expect(changed.text).toContain('now unknown');
  const other = await verify({ state: { publicKey: otherPem } });
  expect([other.exitCode, other.text]).toEqual([1, expect.stringContaining('ANOTHER one than expected')]);
  const noKey = await verify({ state: { publicKey: null } });
  expect([noKey.exitCode, noKey.text]).toEqual([6, expect.stringContaining('not compared')]);
});

it('says that another policy is loaded, or that nobody knows', async () => {
  const stale = await verify({ state: { loadedSha256: 'bb' } });
  expect([stale.exitCode, stale.text]).toEqual([6, expect.stringContaining('ANOTHER policy is loaded now')]);
  expect((await verify({ state: { loadedSha256: null } })).exitCode).toBe(6);
  const offline = await verify({ options: ['--offline'] });
  expect([offline.exitCode, offline.text]).toEqual([6, expect.stringContaining('not known which policy')]);
});

it('an open channel, or a host that enforced nothing, is no success', async () => {
  const open = { ...certificate.proof, verdict: 'open' as const, openCount: 1 };
  expect((await verify({ saved: { proof: open } })).exitCode).toBe(1);
  expect((await verify({ saved: { proof: open }, options: ['--offline'] })).exitCode).toBe(1);
  expect((await verify({ saved: { enforcing: false } })).exitCode).toBe(1);
});

it('compares with a key of a file, and answers programs', async () => {
  const keyFile = join(folder, 'key.pem');
  await writeFile(keyFile, otherPem);
  const { outcome } = await verify({ options: ['--key', keyFile, '--json'] });
  expect(linesOf(outcome.stdout)).toMatchObject([{ genuine: true, key: 'another', loaded: true, state: 'unknown' }]);
  await writeFile(keyFile, 'no key');
  expect((await verify({ options: ['--key', keyFile] })).outcome.stderr).toContain('no ed25519 public key');
});
