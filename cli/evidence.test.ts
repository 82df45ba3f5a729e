// SPDX-License-Identifier: Apache-2.0

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evidenceManifestSchema, type EvidencePeriod } from '../contract/model/evidence.ts';
import { activityOfPeriod } from '../helper/features/evidence/activity-of-period.ts';
import { type EvidenceSources, gatherPart, type GatheredFile } from '../helper/features/evidence/gather.ts';
import type { RecordedActivity } from '../helper/journal/activity-log.ts';
import type { Caller } from '../helper/server/caller.ts';
import { publicKeyIn, signingKey, signText } from '../helper/system/sign-parts.ts';
import type { Call } from '../rpc/handlers.ts';
import { startSocketHost } from '../testing/socket-host.ts';
import { verifyEvidence } from './evidence/verify.mjs';
import {
  call,
  changeActivity,
  drillId,
  type EvidenceHost,
  type Files,
  honest,
  newHost,
  period,
  policySha256,
  recordsOf,
  replaceIn,
  signAgain,
  start,
  textIn,
  web,
} from './fixtures/evidence/evidence-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const forgeries: readonly (readonly [kind: string, problem: string, forge: (files: Files) => void])[] = [
  [
    'a changed byte of the audit',
    'audit.json was changed',
    (files) => replaceIn(files, 'audit.json', (text) => `${text} `),
  ],
  ['a missing part', 'certificate.json is missing', (files) => void files.delete('certificate.json')],
  ['an added file', 'does not belong', (files) => void files.set('audit-2.json', Buffer.from('{}'))],
  ['exchanged files', 'audit.json was changed', exchange('audit.json', 'versions.json')],
  ['a renamed file', 'does not belong', (files) => rename(files, 'audit.json', 'audits.json')],
  [
    'a truncated file',
    'activity.json was changed',
    (files) => replaceIn(files, 'activity.json', (text) => text.slice(0, -9)),
  ],
  ['an empty file', 'versions.json was changed', (files) => replaceIn(files, 'versions.json', () => '')],
  [
    'a changed page',
    'index.html was changed',
    (files) => replaceIn(files, 'index.html', (text) => text.replace('Evidence', 'evidence')),
  ],
  [
    'a changed program',
    'verify.mjs was changed',
    (files) => replaceIn(files, 'verify.mjs', (text) => text.replace('problems', 'nothing')),
  ],
  ['a missing signature', 'not complete', (files) => void files.delete('manifest.sig')],
  ['a missing manifest', 'not complete', (files) => void files.delete('manifest.json')],
  ['a truncated manifest', 'cannot be read', (files) => replaceIn(files, 'manifest.json', (text) => text.slice(0, 99))],
  ['a changed signature', 'the signature is not', (files) => replaceIn(files, 'manifest.sig', flipFirst)],
  [
    'a signature with something behind it',
    'the signature is not',
    (files) => replaceIn(files, 'manifest.sig', (text) => `${text.trim()}AA`),
  ],
  [
    'a shifted period',
    'the signature is not',
    (files) => replaceIn(files, 'manifest.json', (text) => text.replace('"to": 1700000050', '"to": 1700000040')),
  ],
  [
    'another host',
    'the signature is not',
    (files) => replaceIn(files, 'manifest.json', (text) => text.replace(/"host": "[^"]*"/, '"host": "other"')),
  ],
  [
    'another checksum of the policy',
    'the signature is not',
    (files) => replaceIn(files, 'manifest.json', (text) => text.replaceAll(policySha256, 'cd'.repeat(32))),
  ],
  ['another key', 'another key than expected', signAgain],
  [
    'another key, and a shifted period in all files',
    'another key than expected',
    (files) => {
      changeActivity(files, (one) => {
        one.period.to -= 10;
      });
      signAgain(files);
    },
  ],
  [
    'a changed record',
    'does not follow',
    (files) =>
      changeActivity(files, (one) => {
        recordsOf(one).splice(3, 1, (recordsOf(one)[3] ?? '').replace('operator', 'somebody'));
      }),
  ],
  ['a missing record', 'are missing', (files) => changeActivity(files, (one) => void recordsOf(one).splice(3, 1))],
  [
    'an added record',
    'are missing',
    (files) => changeActivity(files, (one) => void recordsOf(one).splice(3, 0, recordsOf(one)[3] ?? '')),
  ],
  [
    'records in another order',
    'does not follow',
    (files) =>
      changeActivity(
        files,
        (one) => void recordsOf(one).splice(3, 2, recordsOf(one)[4] ?? '', recordsOf(one)[3] ?? ''),
      ),
  ],
  [
    'records cut off at the end',
    'at the end of the period are missing',
    (files) => changeActivity(files, (one) => void recordsOf(one).splice(-5, 5)),
  ],
  [
    'no records',
    'says where the period lies',
    (files) => changeActivity(files, (one) => void recordsOf(one).splice(0)),
  ],
  ['a missing chain', 'has no chain denied', (files) => changeActivity(files, (one) => void one.chains.pop())],
  [
    'a changed verdict of the certificate',
    'certificate.json is not as it was signed',
    (files) => replaceIn(files, 'certificate.json', (text) => text.replace('"proven"', '"open"')),
  ],
  [
    'a changed result of a drill',
    'is not as it was signed',
    (files) => replaceIn(files, `drill-${drillId}.json`, (text) => text.replace('"breached"', '"blocked"')),
  ],
];

function exchange(one: string, other: string): (files: Files) => void {
  return (files) => {
    const [first, second] = [files.get(one), files.get(other)];
    files.set(one, second ?? Buffer.alloc(0)).set(other, first ?? Buffer.alloc(0));
  };
}

function rename(files: Files, from: string, to: string): void {
  files.set(to, files.get(from) ?? Buffer.alloc(0));
  files.delete(from);
}

function flipFirst(text: string): string {
  return `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
}

/**
 * Gives the same evidence with the activity of another period, assessed and signed by the host; its drill belongs to
 * none.
 */
async function withActivity(
  host: EvidenceHost,
  base: Files,
  { recorded, asked }: { readonly recorded: RecordedActivity; readonly asked: EvidencePeriod },
): Promise<Files> {
  const files = new Map(base);
  files.delete(`drill-${drillId}.json`);
  files.set('activity.json', Buffer.from(JSON.stringify(activityOfPeriod(recorded, asked))));
  const manifest = evidenceManifestSchema().parse(JSON.parse(textIn(files, 'manifest.json')));
  const names = manifest.files.filter(({ by, name }) => by === 'helper' && files.has(name)).map(({ name }) => name);
  const gathered = names.filter((name) => !name.startsWith('assessment')).map((name) => fileOf(files, name));
  const assessed = await gatherPart('assessment', { now: () => start } as EvidenceSources, {
    period: asked,
    call: {} as Call<Caller>,
    gathered,
  });
  for (const { name, text } of assessed) files.set(name, Buffer.from(text));
  const listed = manifest.files.filter(({ name }) => files.has(name));
  const text = JSON.stringify({
    ...manifest,
    period: asked,
    files: listed.map(({ name, by }) => ({ name, by, sha256: fileOf(files, name).sha256 })),
  });
  files.set('manifest.json', Buffer.from(text));
  return files.set('manifest.sig', Buffer.from(signText(text, signingKey(join(host.folder, 'drills')))));
}

function fileOf(files: Files, name: string): GatheredFile {
  const text = textIn(files, name);
  return { name, text, sha256: createHash('sha256').update(text).digest('hex'), isMissing: false };
}

describe('the program that verifies evidence', () => {
  it('finds an honest folder genuine, and says what is in it', async () => {
    const { files, key } = await honest();
    const { problems, facts, remarks } = verifyEvidence(files, { key });
    expect([problems, remarks]).toEqual([[], []]);
    expect(facts.join('\n')).toMatch(/proven[^]*1 passed, 0 failed[^]*no record of the kernel: IMA/);
  });

  let shared: ReturnType<typeof honest> | undefined;
  it.each(forgeries)('finds %s', async (_, problem, forge) => {
    const { files: original, key } = await (shared ??= honest());
    const files = new Map(original);
    forge(files);
    const { problems } = verifyEvidence(files, { key });
    expect(problems.join('\n')).toContain(problem);
  });

  it('calls none of 1,000 honest periods changed, with restarts, deleted records and a clock that jumps', async () => {
    let seed = 39;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    let count = 0;
    for (let log = 0; log < 10; log += 1) {
      const host = newHost({ limits: { maxEntries: 40, maxDenied: 12 } });
      for (let step = 0; step < 8; step += 1) {
        call(host, 5 + random(30));
        if (random(3) === 0) host.log.begin(web);
        if (random(2) === 0) host.restart();
        if (random(3) === 0) host.clock.now += random(2000) - 1000;
      }
      const base = await host.evidence(period);
      const recorded = host.log.recorded();
      for (let one = 0; one < 100; one += 1) {
        const from = start - 500 + random(1200);
        const asked = { from, to: from + 1 + random(800) };
        const files = await withActivity(host, base, { recorded, asked });
        expect([from, ...verifyEvidence(files).problems]).toEqual([from]);
        count += 1;
      }
    }
    expect(count).toBe(1000);
  }, 120_000);

  it('says that the clock was set back, and leaves no record out for it', async () => {
    const host = newHost();
    call(host, 30);
    host.clock.now = start + 15;
    call(host, 30);
    const { problems, remarks, facts } = verifyEvidence(await host.evidence(period));
    expect([problems, remarks.join('\n')]).toEqual([[], expect.stringContaining('the clock was set back')]);
    expect(facts.join('\n')).toMatch(/78 records of the chain run in the period/);
  });

  it('says that the activity log of the host was changed', async () => {
    const host = newHost();
    call(host, 60);
    host.connection.exec("UPDATE activity SET user = 'somebody' WHERE id = 20");
    const { problems } = verifyEvidence(await host.evidence(period));
    expect(problems).toEqual(['the host has found in its activity log: entry 20 of the activity log was changed']);
  });

  it('compares with an earlier evidence: what follows it, what was cut off, and what was written again', async () => {
    const host = newHost();
    call(host, 30);
    const earlier = await host.evidence({ from: start, to: start + 30 });
    call(host, 30);
    const later = await host.evidence({ from: start + 30, to: start + 60 });
    expect(verifyEvidence(later, { after: earlier })).toMatchObject({ problems: [] });
    host.connection.exec(
      "DELETE FROM activity_record WHERE number > CASE chain WHEN 'run' THEN 21 ELSE 4 END; DELETE FROM activity WHERE id > 13",
    );
    host.restart();
    const cut = await host.evidence({ from: start, to: start + 60 });
    expect(verifyEvidence(cut).problems).toEqual([]);
    expect(verifyEvidence(cut, { after: earlier }).problems.join('\n')).toContain('shorter than it was');
    call(host, 40);
    const again = await host.evidence({ from: start, to: start + 110 });
    expect(verifyEvidence(again, { after: earlier }).problems.join('\n')).toContain('is another one than before');
  });

  it('says that a host has lost its key', async () => {
    const { host, key } = await honest();
    rmSync(join(host.folder, 'drills', 'key.pem'));
    const files = await host.evidence(period);
    expect(verifyEvidence(files).problems).toEqual([]);
    expect(verifyEvidence(files, { key }).problems).toEqual([
      'signed by another key than expected: it is of another host, or this host has lost its key',
    ]);
  });
});

const words = (folder: string): string[] => [
  'evidence',
  '--from',
  `${start}`,
  '--until',
  `${start + 50}`,
  '--to',
  folder,
];

async function command(host: EvidenceHost, given: readonly string[]) {
  const { caller, signal } = {
    caller: { identity: { uid: 1000, user: 'operator' } },
    signal: new AbortController().signal,
  };
  const served = await startSocketHost({
    'evidence.collect': (asked, { input }) =>
      host.collect(asked, { caller, signal, record: undefined, input } as unknown as Parameters<
        typeof host.collect
      >[1]),
  });
  try {
    return await runCommand(given, { socketPath: served.socketPath, now: start + 60 });
  } finally {
    await served.close();
  }
}

describe('bulkheadctl evidence', () => {
  it('writes a folder that its own program verifies with Node alone', async () => {
    const host = newHost();
    call(host, 60);
    const folder = join(host.folder, 'out');
    const { exitCode, stdout } = await command(host, words(folder));
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('signed by the key with SHA-256')]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const keyFile = join(host.folder, 'key.pub');
    writeFileSync(keyFile, publicKeyIn(join(host.folder, 'drills')) ?? '');
    const printed = execFileSync(process.execPath, [join(folder, 'verify.mjs'), '--key', keyFile], {
      encoding: 'utf8',
      env: {},
    });
    expect(printed).toContain('GENUINE');
    writeFileSync(join(folder, 'audit.json'), '{}');
    const after = spawnSync(process.execPath, [join(folder, 'verify.mjs'), folder], { encoding: 'utf8', env: {} });
    expect([after.status, after.stdout]).toEqual([1, expect.stringContaining('PROBLEM: audit.json was changed')]);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).not.toContain('<b>no</b>');
  });

  it('ends with 6 and says so where a part could not be had, with 1 where the log was changed', async () => {
    const host = newHost({ handlers: { 'policy.prove': () => Promise.reject(new Error('no policy')) } });
    call(host, 60);
    const missing = await command(host, [...words(join(host.folder, 'one')), '--json']);
    expect([missing.exitCode, linesOf(missing.stdout)]).toMatchObject([
      6,
      [{ missing: ['certificate.json'], problems: [] }],
    ]);
    host.connection.exec('DELETE FROM activity WHERE id = 20');
    const changed = await command(host, words(join(host.folder, 'two')));
    expect([changed.exitCode, changed.stdout]).toEqual([
      1,
      expect.stringContaining('entry 20 of the activity log is missing'),
    ]);
  });

  it('leaves nothing where it fails, takes no folder that is there, and a part of one is not taken for the whole', async () => {
    const host = newHost();
    call(host, 60);
    const folder = join(host.folder, 'out');
    mkdirSync(folder);
    expect(await command(host, words(folder))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('is there already') as string,
    });
    expect(readdirSync(folder)).toEqual([]);
    const hostile = { ...host, collect: hostileNames } as unknown as EvidenceHost;
    const bad = await command(hostile, words(join(host.folder, 'bad')));
    expect([bad.exitCode, bad.stderr]).toEqual([1, expect.stringContaining('named a file that does not belong to it')]);
    expect([existsSync(join(host.folder, 'bad')), existsSync(join(host.folder, 'bad.part'))]).toEqual([false, false]);
    const whole = await host.evidence(period);
    const names = [...whole.keys()];
    for (let kept = 0; kept < names.length; kept += 1) {
      const part = new Map(names.slice(0, kept).map((name) => [name, whole.get(name) ?? Buffer.alloc(0)]));
      expect(verifyEvidence(part).problems.join()).toContain('not complete');
    }
  });
});

async function* hostileNames() {
  yield { type: 'piece' as const, file: '../escape.json', text: '{}' };
  return { manifest: '', signature: '' };
}
