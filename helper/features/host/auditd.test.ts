// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAuditd, parseAuditdState } from './auditd.ts';

const mebibyte = 1024 * 1024;
const state =
  'audit version = 4.0.2\nspace_left setting = 75 MB\nadmin_space_left setting = 50 MB\nlogging suspended = yes\n';

it.each([
  [state, { isSuspended: true, leastBytes: 50 * mebibyte }],
  ['Logging suspended = no\n', { isSuspended: false, leastBytes: null }],
  ['writing to logs = yes\nLogging susp', undefined],
])('reads from what auditd says of itself whether it writes, and what room it wants', (text, expected) => {
  expect(parseAuditdState(text)).toEqual(expected);
});

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulkhead-auditd-'));
  mkdirSync(join(root, '400'));
  writeFileSync(join(root, '400/comm'), 'auditd\n');
  writeFileSync(join(root, 'auditd.pid'), '400\n');
});
afterEach(() => rmSync(root, { recursive: true }));

it('asks by a signal, and takes what was written after it', async () => {
  writeFileSync(join(root, 'auditd.state'), state);
  const sent: unknown[] = [];
  const signal = (pid: number, name: string): void => {
    sent.push([pid, name]);
    if (name === 'SIGCONT') setTimeout(() => writeFileSync(join(root, 'auditd.state'), state.replace('yes', 'no')), 20);
  };
  const auditd = createAuditd({ run: root, proc: root, signal });
  expect([await auditd.readState(), auditd.resume()]).toMatchObject([{ isSuspended: false }, true]);
  expect(sent).toEqual([
    [400, 'SIGCONT'],
    [400, 'SIGUSR2'],
  ]);
});

it('signals no process that has taken the number of an auditd that has ended', async () => {
  writeFileSync(join(root, '400/comm'), 'sshd\n');
  const sent: unknown[] = [];
  const auditd = createAuditd({ run: root, proc: root, signal: (...signal) => void sent.push(signal) });
  expect([auditd.isRunning(), await auditd.readState(), auditd.resume(), sent]).toEqual([false, undefined, false, []]);
});

it('does not take an answer to an earlier question', async () => {
  writeFileSync(join(root, 'auditd.state'), state);
  expect(await createAuditd({ run: root, proc: root, signal: () => undefined, looks: 2 }).readState()).toBe(undefined);
});
