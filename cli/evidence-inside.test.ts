// SPDX-License-Identifier: Apache-2.0
/**
 * Forges evidence and signs it with the key of the host, as who has that key would: hashes and signature of the manifest
 * are right, and only what the files say of each other shows it.
 */

import { createHash, generateKeyPairSync, KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../contract/model/policy/proof.ts';
import { partsOfCertificate } from '../contract/signed-parts.ts';
import { signingKey, signParts, signText } from '../helper/system/sign-parts.ts';
import { verifyEvidence } from './evidence/verify.mjs';
import {
  call,
  type Chains,
  drillId,
  type EvidenceHost,
  type Files,
  newHost,
  recordsOf,
  replaceIn,
  start,
  textIn,
} from './fixtures/evidence/evidence-host.ts';

interface Manifest {
  kind: string;
  version: number;
  period: { from: number; to: number };
  publicKey: string;
  files: { name: string; sha256: string }[];
}

/** What a test may change: the files, the activity and the manifest. */
interface Forgery {
  readonly files: Files;
  readonly activity: Chains;
  readonly manifest: Manifest;
  readonly key: KeyObject;
}

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');

/**
 * Changes copies of the files, and hashes and signs what came of it with the key of the host, or the one that `forge`
 * gives.
 */
function forgeInside(host: EvidenceHost, original: Files, forge: (forgery: Forgery) => unknown): Files {
  const files: Files = new Map(original);
  const key = signingKey(join(host.folder, 'drills'));
  const manifest = JSON.parse(textIn(files, 'manifest.json')) as Manifest;
  const activity = JSON.parse(textIn(files, 'activity.json')) as Chains;
  const before = JSON.stringify(activity);
  const other = forge({ files, activity, manifest, key });
  const signer = other instanceof KeyObject ? other : key;
  if (JSON.stringify(activity) !== before) files.set('activity.json', Buffer.from(JSON.stringify(activity)));
  for (const file of manifest.files) file.sha256 = sha256(files.get(file.name) ?? '');
  const text = JSON.stringify(manifest);
  return files.set('manifest.json', Buffer.from(text)).set('manifest.sig', Buffer.from(signText(text, signer)));
}

function replaceRecord(activity: Chains, index: number, change: object): void {
  const text = recordsOf(activity)[index] ?? '{}';
  recordsOf(activity)[index] = JSON.stringify(Object.assign(JSON.parse(text) as object, change));
}

function firstChain({ chains }: Chains): Chains['chains'][number] {
  const [run] = chains;
  if (run === undefined) throw new Error('there is no chain');
  return run;
}

const drillFile = `drill-${drillId}.json`;

const forgeries: readonly (readonly [kind: string, problem: string, forge: (forgery: Forgery) => unknown])[] = [
  [
    'a part of another form',
    'activity.json does not have the form',
    ({ files }) => void files.set('activity.json', Buffer.from('{}')),
  ],
  [
    'a part that is no JSON',
    'versions.json cannot be read',
    ({ files }) => void files.set('versions.json', Buffer.from('{')),
  ],
  ['a manifest of another kind', 'is none that this program knows', ({ manifest }) => void (manifest.kind = 'other')],
  ['a manifest of another version', 'is none that this program knows', ({ manifest }) => void (manifest.version = 2)],
  [
    'a key of another algorithm',
    'is none that this program knows',
    ({ manifest }) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed448');
      manifest.publicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      return privateKey;
    },
  ],
  [
    'a part that the manifest does not list',
    'does not list audit.json',
    ({ files, manifest }) => {
      files.delete('audit.json');
      manifest.files = manifest.files.filter(({ name }) => name !== 'audit.json');
    },
  ],
  [
    'a file that is listed twice',
    'lists a file twice',
    ({ manifest }) => void manifest.files.push({ name: 'audit.json', sha256: '' }),
  ],
  [
    'activity that begins elsewhere',
    'activity.json is of another period',
    ({ activity }) => void (activity.period.from += 1),
  ],
  [
    'activity that ends elsewhere',
    'activity.json is of another period',
    ({ activity }) => void (activity.period.to -= 1),
  ],
  [
    'a chain without an end',
    'there is no record of the chain run',
    ({ activity }) => void Object.assign(firstChain(activity), { head: null }),
  ],
  [
    'chains under each other’s name',
    'of the chain denied is of another chain',
    ({ activity }) => {
      const [run, denied] = activity.chains;
      Object.assign(run ?? {}, { chain: 'denied' });
      Object.assign(denied ?? {}, { chain: 'run' });
    },
  ],
  [
    'a first record that begins no chain',
    'record 1 of the chain run is not its first',
    ({ activity }) => replaceRecord(activity, 0, { event: 'pruned', through: 1 }),
  ],
  [
    'a first record that follows another',
    'record 1 of the chain run is not its first',
    ({ activity }) => replaceRecord(activity, 0, { previous: 'ab'.repeat(32) }),
  ],
  [
    'records behind the end of the chain',
    'the last record of the chain run is not its last',
    ({ activity }) => void (firstChain(activity).head.number -= 1),
  ],
  [
    'another last record',
    'the last record of the chain run was changed',
    ({ activity }) => void (firstChain(activity).head.hash = 'ab'.repeat(32)),
  ],
  [
    'a certificate that another key has signed',
    'certificate.json is not as it was signed by the same key',
    ({ files }) => signCertificate(files, generateKeyPairSync('ed25519').privateKey),
  ],
  [
    'a changed certificate with its hashes and the signature of before',
    'certificate.json is not as it was signed by the same key',
    ({ files, key }) => {
      const { signature } = JSON.parse(textIn(files, 'certificate.json')) as Signed;
      replaceIn(files, 'certificate.json', (text) => text.replace('"proven"', '"open"'));
      signCertificate(files, key);
      const forged = JSON.parse(textIn(files, 'certificate.json')) as Signed;
      files.set('certificate.json', Buffer.from(JSON.stringify(Object.assign(forged, { signature }))));
    },
  ],
  [
    'an assessment of another audit',
    'assessment-oscal.json is of other files',
    ({ files }) => void files.set('audit.json', Buffer.from(`${textIn(files, 'audit.json')} `)),
  ],
  [
    'an assessment that leaves a file out',
    'assessment-oscal.json is of other files',
    ({ files }) => changeOscal(files, (resources) => void resources.pop()),
  ],
  [
    'a report under the name of another',
    'is another report than its name says',
    ({ files, manifest }) => {
      const other = drillFile.replace('cbac9a', 'cbac9b');
      files.set(other, files.get(drillFile) ?? Buffer.alloc(0)).delete(drillFile);
      for (const file of manifest.files) if (file.name === drillFile) file.name = other;
    },
  ],
  [
    'a report from after the period',
    `${drillFile} is not of the period`,
    ({ activity, manifest }) => {
      const before = { from: start - 20, to: start - 10 };
      Object.assign(manifest.period, before);
      Object.assign(activity.period, before);
    },
  ],
  [
    'a report of another period',
    `${drillFile} is not of the period`,
    ({ activity, manifest }) => {
      manifest.period.from = start + 5;
      activity.period.from = start + 5;
    },
  ],
];

interface Oscal {
  readonly 'assessment-results': { readonly 'back-matter': { readonly resources: object[] } };
}

function changeOscal(files: Files, change: (resources: object[]) => void): void {
  const oscal = JSON.parse(textIn(files, 'assessment-oscal.json')) as Oscal;
  change(oscal['assessment-results']['back-matter'].resources);
  files.set('assessment-oscal.json', Buffer.from(JSON.stringify(oscal)));
}

interface Signed {
  readonly certificate: Certificate;
  readonly signature: object;
}

function signCertificate(files: Files, key: KeyObject): void {
  const { certificate } = JSON.parse(textIn(files, 'certificate.json')) as Signed;
  const signed = Object.assign({ certificate }, signParts(partsOfCertificate(certificate), key));
  files.set('certificate.json', Buffer.from(JSON.stringify(signed)));
}

/** Has both chains to their ends. */
async function whole(): Promise<{ readonly host: EvidenceHost; readonly files: Files }> {
  const host = newHost();
  call(host, 30);
  return { host, files: await host.evidence({ from: start, to: start + 40 }) };
}

describe('the program that verifies evidence, of files that the host itself has signed', () => {
  it.each(forgeries)('finds %s', async (_, problem, forge) => {
    const { host, files } = await whole();
    expect(verifyEvidence(files).problems).toEqual([]);
    expect(verifyEvidence(forgeInside(host, files, forge)).problems.join('\n')).toContain(problem);
  });

  it('says what is wrong with the earlier evidence that it compares with', async () => {
    const { files } = await whole();
    const earlier = new Map(files).set('audit.json', Buffer.from('{}'));
    expect(verifyEvidence(files, { after: earlier }).problems).toContain(
      'the earlier evidence: audit.json was changed',
    );
  });

  it('finds a record that both evidences have and that was written again', async () => {
    const host = newHost();
    call(host, 30);
    const earlier = await host.evidence({ from: start, to: start + 10 });
    const later = await host.evidence({ from: start + 1, to: start + 10 });
    const forged = forgeInside(host, later, ({ activity }) => replaceRecord(activity, 3, { user: 'somebody' }));
    const number = (JSON.parse(recordsOf(JSON.parse(textIn(later, 'activity.json')) as Chains)[3] ?? '') as Numbered)
      .number;
    expect(verifyEvidence(forged, { after: earlier }).problems).toContain(
      `record ${number} of the chain run is another one than before`,
    );
  });

  it('finds another record where the chain ended before, though the earlier evidence has not that record', async () => {
    const host = newHost();
    call(host, 30);
    const earlier = await host.evidence({ from: start, to: start + 10 });
    const later = await host.evidence({ from: start + 20, to: start + 40 });
    const { head, records } = firstChain(JSON.parse(textIn(earlier, 'activity.json')) as Chains);
    const place = recordsOf(JSON.parse(textIn(later, 'activity.json')) as Chains).findIndex(
      (text) => (JSON.parse(text) as Numbered).number === head.number,
    );
    expect(records.map((text) => (JSON.parse(text) as Numbered).number)).not.toContain(head.number);
    const forged = forgeInside(host, later, ({ activity }) => replaceRecord(activity, place, { outcome: 'failed' }));
    expect(verifyEvidence(forged, { after: earlier }).problems).toContain(
      `record ${head.number} of the chain run is another one than before`,
    );
  });
});

interface Numbered {
  readonly number: number;
}
