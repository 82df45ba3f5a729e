// SPDX-License-Identifier: Apache-2.0
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HostQuestion } from '../../contract/bridge.ts';
import { type Askpass, type AskpassSession, createAskpass } from './askpass.ts';

const run = promisify(execFile);
const host = { id: 'ssh://vault', label: 'vault' };

let folder: string;
let askpass: Askpass;
let session: AskpassSession;
let seen: (readonly HostQuestion[])[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-askpass-test-'));
  seen = [];
  askpass = createAskpass({ scriptPath: join(folder, 'askpass'), onChange: (questions) => seen.push(questions) });
  session = await askpass.open(host);
});
afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

/** Runs the script as ssh does: the question is the one argument, the answer comes on standard output. */
function askAsSsh(question: string) {
  return run(join(folder, 'askpass'), [question], { env: { PATH: process.env['PATH'], ...session.environment } });
}

it('passes a question on, and its answer back to the letter', async () => {
  const asked = askAsSsh("ops@vault's password: ");
  await expect.poll(() => askpass.questions()).toHaveLength(1);
  const [question] = askpass.questions();
  expect(question).toMatchObject({ hostId: host.id, host: 'vault', kind: 'password', text: "ops@vault's password: " });
  const password = String.raw` -n \n "$HOME" %s 'pass' `;
  askpass.answer(question?.id ?? '', password);
  expect((await asked).stdout).toBe(`${password}\n`);
  expect(askpass.questions()).toEqual([]);
});

it('answers several questions of one ssh, one after the other', async () => {
  for (const [text, kind] of [
    [
      "The authenticity of host 'vault (192.0.2.1)' can't be established.\nAre you sure (yes/no/[fingerprint])? ",
      'host-key',
    ],
    ["Enter passphrase for key '/home/ada/.ssh/id_ed25519': ", 'passphrase'],
    ['One-time code: ', 'other'],
  ] as const) {
    const asked = askAsSsh(text);
    await expect.poll(() => askpass.questions()[0]?.text).toBe(text);
    expect(askpass.questions()[0]?.kind).toBe(kind);
    askpass.answer(askpass.questions()[0]?.id ?? '', 'yes');
    expect((await asked).stdout).toBe('yes\n');
  }
});

it('gives no answer where the person gives none, or one of several lines (G5)', async () => {
  for (const answer of ['yes\nyes', undefined]) {
    const asked = askAsSsh('Password: ');
    await expect.poll(() => askpass.questions()).toHaveLength(1);
    askpass.answer(askpass.questions()[0]?.id ?? '', answer);
    await expect(asked).rejects.toMatchObject({ code: 1, stdout: '' });
  }
});

it('asks no more of a person who gave no answer, whatever ssh tries next', async () => {
  const first = askAsSsh("Enter passphrase for key 'id': ");
  await expect.poll(() => askpass.questions()).toHaveLength(1);
  askpass.answer(askpass.questions()[0]?.id ?? '', undefined);
  await expect(first).rejects.toMatchObject({ code: 1 });
  await expect(askAsSsh('Password: ')).rejects.toMatchObject({ code: 1 });
  expect(seen.flat()).toHaveLength(1);
});

it('keeps its folder to this user, and leaves neither questions nor the folder (G5)', async () => {
  const place = session.environment['BULKHEAD_ASKPASS'] ?? '';
  expect([statSync(place).mode & 0o777, statSync(join(place, 'answer')).mode & 0o777]).toEqual([0o700, 0o600]);
  const asking = spawn(join(folder, 'askpass'), ['Password: '], { env: { ...process.env, ...session.environment } });
  await expect.poll(() => askpass.questions()).toHaveLength(1);
  await session.close();
  expect(askpass.questions()).toEqual([]);
  expect(statSync(place, { throwIfNoEntry: false })).toBe(undefined);
  asking.kill();
});
