// SPDX-License-Identifier: Apache-2.0
/**
 * Verifies a folder of evidence with Node alone: node verify.mjs [FOLDER] [--key FILE] [--after EARLIER-FOLDER].
 * Somebody who changes the folder can change this file in it too, so take it, and the key, from elsewhere.
 */

import { createHash, createPublicKey, verify } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const parts = ['versions', 'certificate', 'audit', 'activity', 'local-changes', 'kernel-record'];
const pages = ['index.html', 'verify.mjs'];
const ownFiles = ['manifest.json', 'manifest.sig'];
const firstHash = '0'.repeat(64);

const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/**
 * Takes the files of a folder by name, the key in PEM that it has to be signed by, if that is known, and the files of an
 * earlier evidence of the same host, if there are any. Gives problems, of which each is a reason not to believe the
 * evidence; remarks, which explain it; and facts.
 */
export function verifyEvidence(files, { key, after } = {}) {
  const result = { problems: [], remarks: [], facts: [] };
  const manifest = readManifest(files, key, result);
  if (manifest === undefined) return result;
  checkFiles(files, manifest, result);
  const values = new Map();
  for (const { name } of manifest.files) {
    const value = name.endsWith('.json') ? readJson(files, name, result) : undefined;
    if (value !== undefined) values.set(name, value);
  }
  const shown = (name) => (manifest.missing.includes(name) ? undefined : values.get(name));
  const check = (name, work) => {
    try {
      work();
    } catch {
      result.problems.push(name + ' does not have the form that it should');
    }
  };
  check('activity.json', () => checkActivity(shown('activity.json'), manifest, result));
  check('certificate.json', () => checkCertificate(shown('certificate.json'), manifest, result));
  for (const [name, value] of values)
    if (name.startsWith('drill-') && shown(name)) check(name, () => checkDrill(name, value, manifest, result));
  check('assessment-oscal.json', () => checkAssessment(shown('assessment-oscal.json'), manifest, result));
  check('a file', () => checkRest(shown, manifest, result));
  for (const name of manifest.missing)
    result.remarks.push(name + ' has no content: ' + String(values.get(name)?.problem));
  if (after !== undefined) check('the earlier evidence', () => checkAfter(files, after, manifest, result));
  return result;
}

function readManifest(files, expected, { problems, remarks, facts }) {
  const [text, signature] = ownFiles.map((name) => files.get(name));
  if (text === undefined || signature === undefined) {
    problems.push('the folder is not complete: it has no manifest.json, or no manifest.sig');
    return undefined;
  }
  let manifest;
  let publicKey;
  try {
    manifest = JSON.parse(text.toString());
    publicKey = createPublicKey(manifest.publicKey);
  } catch {
    problems.push('manifest.json cannot be read');
    return undefined;
  }
  const isEvidence = manifest.kind === 'bulkhead-evidence' && manifest.version === 1;
  if (!isEvidence || publicKey.asymmetricKeyType !== 'ed25519') {
    problems.push('manifest.json is none that this program knows');
    return undefined;
  }
  const value = signature.toString().trim();
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value || !verify(null, text, publicKey, bytes))
    problems.push('the signature is not that of manifest.json by the key in it');
  const fingerprint = sha256(publicKey.export({ type: 'spki', format: 'der' }));
  facts.push('signed by the key with SHA-256 ' + fingerprint);
  if (expected === undefined)
    remarks.push('the key was not compared with one of the host; give it with --key, or compare its SHA-256 yourself');
  else if (!createPublicKey(expected).equals(publicKey))
    problems.push('signed by another key than expected: it is of another host, or this host has lost its key');
  facts.push('host ' + manifest.host + ', Bulkhead ' + manifest.bulkhead + ', asked for by ' + manifest.askedBy.user);
  facts.push(
    'period ' + day(manifest.period.from) + ' to ' + day(manifest.period.to) + ', made ' + day(manifest.madeAt),
  );
  if (manifest.period.to > manifest.madeAt) remarks.push('the period had not ended when the evidence was made');
  return manifest;
}

function day(seconds) {
  return new Date(seconds * 1000).toISOString();
}

function checkFiles(files, manifest, { problems }) {
  const listed = manifest.files.map(({ name }) => name);
  for (const name of [...parts.map((part) => part + '.json'), ...pages])
    if (!listed.includes(name)) problems.push('the manifest does not list ' + name);
  if (new Set(listed).size !== listed.length) problems.push('the manifest lists a file twice');
  for (const { name, sha256: hash } of manifest.files) {
    const data = files.get(name);
    if (data === undefined) problems.push(name + ' is missing');
    else if (sha256(data) !== hash) problems.push(name + ' was changed');
  }
  for (const name of files.keys())
    if (!listed.includes(name) && !ownFiles.includes(name)) problems.push(name + ' does not belong to the evidence');
}

function readJson(files, name, { problems }) {
  try {
    return JSON.parse(files.get(name).toString());
  } catch {
    if (files.has(name)) problems.push(name + ' cannot be read');
    return undefined;
  }
}

function checkActivity(activity, { period }, result) {
  const { problems, remarks } = result;
  if (activity === undefined) return;
  if (activity.period.from !== period.from || activity.period.to !== period.to)
    problems.push('activity.json is of another period');
  for (const problem of activity.problems) problems.push('the host has found in its activity log: ' + problem);
  for (const name of ['run', 'denied']) {
    const chains = activity.chains.filter(({ chain }) => chain === name);
    if (chains.length === 1) checkChain(chains[0], period, result);
    else problems.push('activity.json has no chain ' + name);
  }
  if (activity.unchained.length > 0)
    remarks.push(activity.unchained.length + ' entries of the period are older than the chain and have no hash');
}

function checkChain({ chain, records: texts, head }, period, { problems, remarks, facts }) {
  const of = ' of the chain ' + chain;
  const records = texts.map((text) => JSON.parse(text));
  if (head === null) {
    problems.push('there is no record' + of);
    return;
  }
  const [first] = records;
  const last = records.at(-1);
  if (first === undefined) {
    problems.push('no record' + of + ' says where the period lies');
    return;
  }
  for (const [index, record] of records.entries()) {
    const before = records[index - 1];
    if (record.chain !== chain) problems.push('record ' + record.number + of + ' is of another chain');
    if (before === undefined) continue;
    if (record.number !== before.number + 1) problems.push('records before ' + record.number + of + ' are missing');
    if (record.previous !== sha256(texts[index - 1]))
      problems.push('record ' + record.number + of + ' does not follow the one before it');
    if (record.at < before.at) remarks.push('the clock was set back before record ' + record.number + of);
  }
  if (first.number === 1 && (first.event !== 'chain-begins' || first.previous !== firstHash))
    problems.push('record 1' + of + ' is not its first');
  if (last.number > head.number) problems.push('the last record' + of + ' is not its last');
  if (last.number === head.number && sha256(texts.at(-1)) !== head.hash)
    problems.push('the last record' + of + ' was changed');
  checkEnds(chain, { records, head, period }, { problems, remarks });
  const inside = records.filter(({ at }) => at >= period.from && at <= period.to);
  facts.push(inside.length + ' records' + of + ' in the period, ' + head.number + ' in all');
}

/** The period is whole where the records beside it are outside of it, or there are none. */
function checkEnds(chain, { records, head, period }, { problems, remarks }) {
  const [first, last] = [records[0], records.at(-1)];
  if (first.event === 'chain-begins' && first.at > period.from)
    remarks.push('the chain ' + chain + ' begins ' + day(first.at) + ', within the period or after it');
  else if (first.at >= period.from && first.number > 1)
    remarks.push(
      'the period begins before record ' + first.number + ' of the chain ' + chain + ', the oldest that was kept',
    );
  if (last.number < head.number && last.at <= period.to)
    problems.push('records at the end of the period are missing from the chain ' + chain);
}

/** The parts of what the helper has signed by itself have the hash that was signed, by the same key. */
function isGenuine(signedParts, { hashes, signature }, manifest) {
  const found = signedParts.map(([part, value]) => ({ part, sha256: sha256(JSON.stringify(value)) }));
  const key = createPublicKey(signature.publicKey);
  return (
    key.equals(createPublicKey(manifest.publicKey)) &&
    JSON.stringify(found) === JSON.stringify(hashes) &&
    verify(null, Buffer.from(JSON.stringify(hashes)), key, Buffer.from(signature.value, 'base64'))
  );
}

function checkCertificate(signed, manifest, { problems, remarks, facts }) {
  if (signed === undefined) return;
  const { proof, ...head } = signed.certificate;
  if (!isGenuine([['head', head], ...Object.entries(proof)], signed, manifest))
    problems.push('certificate.json is not as it was signed by the same key');
  if (head.policySha256 !== manifest.policySha256)
    remarks.push('another policy was loaded between the certificate and the manifest');
  if (!head.enforcing) remarks.push('SELinux did not enforce when the certificate was made');
  facts.push('certificate of non-interference: ' + proof.verdict + ', ' + proof.exceptions.length + ' exceptions');
}

function checkDrill(name, signed, manifest, { problems, facts }) {
  const { results, experiments, ...head } = signed.report;
  const signedParts = [
    ['head', head],
    ...results.map((one) => [one.probe, one]),
    ...experiments.map((one) => ['experiment ' + one.probe, one]),
  ];
  if (!isGenuine(signedParts, signed, manifest)) problems.push(name + ' is not as it was signed by the same key');
  if (name !== 'drill-' + head.id + '.json') problems.push(name + ' is another report than its name says');
  if (head.startedAt < manifest.period.from || head.startedAt > manifest.period.to)
    problems.push(name + ' is not of the period');
  facts.push(
    'drill of ' + day(head.startedAt) + ': ' + head.summary.passed + ' passed, ' + head.summary.failed + ' failed',
  );
}

/** The assessment names each file that the helper gathered before it, with its hash. */
function checkAssessment(oscal, manifest, { problems, remarks, facts }) {
  if (oscal === undefined) {
    remarks.push('there is no assessment of controls');
    return;
  }
  const { results, 'back-matter': back } = oscal['assessment-results'];
  const assessed = back.resources.flatMap(({ rlinks }) => rlinks ?? []);
  const found = assessed.map(({ href, hashes }) => href + ' ' + hashes[0].value);
  const gathered = manifest.files.filter(({ name, by }) => by === 'helper' && !name.startsWith('assessment'));
  if (JSON.stringify(found) !== JSON.stringify(gathered.map((file) => file.name + ' ' + file.sha256)))
    problems.push('assessment-oscal.json is of other files');
  const states = results[0].findings.map(({ target }) => target.status.state);
  const count = states.filter((state) => state === 'satisfied').length;
  facts.push('assessment: ' + count + ' of ' + states.length + ' controls satisfied in what the evidence shows');
}

function checkRest(shown, manifest, { remarks, facts }) {
  const audit = shown('audit.json');
  if (audit !== undefined) {
    const count = (severity) => audit.findings.filter((one) => one.severity === severity).length;
    facts.push('audit: ' + count('broken') + ' broken, ' + count('weak') + ' weak, ' + count('notice') + ' notices');
  }
  const versions = shown('versions.json');
  if (versions !== undefined) {
    facts.push('SELinux ' + versions.info.selinux.status + ', kernel ' + versions.info.kernel);
    if (versions.policySha256 !== manifest.policySha256)
      remarks.push('another policy was loaded while the evidence was made');
  }
  const changes = shown('local-changes.json');
  if (changes !== undefined) facts.push(changes.changes.length + ' local changes of the policy');
  const record = shown('kernel-record.json');
  if (record !== undefined)
    facts.push(
      record.lines === null
        ? 'no record of the kernel: ' + record.reason
        : record.lines.length + ' records of the kernel',
    );
  if (!manifest.files.some(({ name }) => name.startsWith('drill-'))) remarks.push('there was no drill in the period');
}

/** What both have is the same, and nothing that the earlier one had is gone. */
function checkAfter(files, earlierFiles, manifest, { problems, remarks }) {
  const earlier = verifyEvidence(earlierFiles, { key: manifest.publicKey });
  problems.push(...earlier.problems.map((problem) => 'the earlier evidence: ' + problem));
  if (earlier.problems.length > 0) return;
  for (const { chain, records, head } of activityOf(files)?.chains ?? []) {
    const before = activityOf(earlierFiles)?.chains.find((one) => one.chain === chain);
    if (before === undefined || before.head === null || head === null) continue;
    const now = new Map(records.map((text) => [JSON.parse(text).number, text]));
    if (head.number < before.head.number)
      problems.push('the chain ' + chain + ' is shorter than it was: records were removed from its end');
    for (const text of before.records) {
      const { number } = JSON.parse(text);
      if (now.has(number) && now.get(number) !== text)
        problems.push('record ' + number + ' of the chain ' + chain + ' is another one than before');
    }
    const atHead = now.get(before.head.number);
    if (atHead !== undefined && sha256(atHead) !== before.head.hash)
      problems.push('record ' + before.head.number + ' of the chain ' + chain + ' is another one than before');
    const [lastBefore, firstNow] = [
      Math.max(...before.records.map((text) => JSON.parse(text).number)),
      Math.min(...now.keys()),
    ];
    if (firstNow > lastBefore + 1)
      remarks.push(
        'records ' + (lastBefore + 1) + ' to ' + (firstNow - 1) + ' of the chain ' + chain + ' are in neither evidence',
      );
  }
}

function activityOf(files) {
  const activity = JSON.parse(files.get('activity.json').toString());
  return activity.chains === undefined ? undefined : activity;
}

/** Reads the regular files of a folder; anything else in it does not belong there, and has no content. */
function readFolder(folder) {
  return new Map(
    readdirSync(folder).map((name) => {
      const path = join(folder, name);
      return [name, lstatSync(path).isFile() ? readFileSync(path) : Buffer.alloc(0)];
    }),
  );
}

/** A text of a container cannot act on the terminal. */
function harmless(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, '\ufffd');
}

function main(words) {
  const options = { '--key': undefined, '--after': undefined };
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (Object.hasOwn(options, word) && words[index + 1] !== undefined) options[word] = words[(index += 1)];
    else if (word.startsWith('-'))
      throw new Error('usage: node verify.mjs [FOLDER] [--key FILE] [--after EARLIER-FOLDER]');
    else folder = word;
  }
  const { problems, remarks, facts } = verifyEvidence(readFolder(folder), {
    key: options['--key'] === undefined ? undefined : readFileSync(options['--key'], 'utf8'),
    after: options['--after'] === undefined ? undefined : readFolder(options['--after']),
  });
  const lines = [
    ...facts,
    ...remarks.map((remark) => 'REMARK: ' + remark),
    ...problems.map((problem) => 'PROBLEM: ' + problem),
    problems.length === 0 ? 'GENUINE: the folder is as it was signed.' : 'NOT GENUINE.',
  ];
  for (const line of lines) console.log(harmless(line));
  return problems.length === 0 ? 0 : 1;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    console.error(harmless('cannot verify: ' + error.message));
    process.exitCode = 2;
  }
}
