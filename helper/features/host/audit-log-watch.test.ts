// SPDX-License-Identifier: Apache-2.0
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAuditLogWatch } from './audit-log-watch.ts';
import type { AuditdState } from './auditd.ts';
import type { AuditLogWatch } from './ports.ts';

const mebibyte = 1024 * 1024;
const writing: AuditdState = { isSuspended: false, leastBytes: 50 * mebibyte };
const suspended: AuditdState = { ...writing, isSuspended: true };

let folder: string;
let path: string;
let state: AuditdState | undefined;
let free: number;
let isRunning: boolean;
let resumed: number;
let time: number;
let logged: string[];
let watch: AuditLogWatch;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-audit-log-'));
  path = join(folder, 'audit.log');
  writeFileSync(path, 'a record\n');
  [state, free, isRunning, resumed, time, logged] = [writing, 900, true, 0, 1000, []];
  watch = createAuditLogWatch({
    auditd: { isRunning: () => isRunning, readState: async () => state, resume: () => ((resumed += 1), true) },
    path,
    log: (_, event) => void logged.push(event),
    now: () => time,
    freeBytesOf: () => free * mebibyte,
    everyMs: 0,
  });
});
afterEach(() => {
  watch.close();
  rmSync(folder, { recursive: true });
});

it('says that auditd is suspended, since when, and reports it once (review F1)', async () => {
  await watch.read();
  let changes = 0;
  const stop = watch.onChange(() => (changes += 1));
  [state, free] = [suspended, 0];
  time = 1010;
  await watch.read();
  time = 1020;
  expect(await watch.read()).toEqual({
    state: 'suspended',
    since: 1010,
    freeBytes: 0,
    neededBytes: 54 * mebibyte,
    attempts: 0,
    hasGivenUp: false,
  });
  stop();
  state = writing;
  await watch.read();
  expect([changes, resumed, logged]).toEqual([1, 0, ['audit-log-suspended']]);
});

it('asks auditd to go on once there is room, and believes it when its log has grown (review F1)', async () => {
  [state, free] = [suspended, 53];
  await watch.read();
  expect(resumed).toBe(0);
  free = 54;
  await watch.read();
  state = writing;
  expect([resumed, (await watch.read())?.state]).toEqual([1, 'suspended']);
  appendFileSync(path, 'type=DAEMON_RESUME\n');
  expect([resumed, (await watch.read())?.state]).toEqual([1, 'writing']);
  expect(logged).toEqual(['audit-log-suspended', 'audit-log-asked-to-go-on', 'audit-log-written-again']);
});

it('asks eight times with pauses that double, then says that it has given up, until there is new room (review F1)', async () => {
  state = suspended;
  const askedAt: number[] = [];
  for (; time < 2000; time += 1) {
    const before = resumed;
    await watch.read();
    if (resumed > before) askedAt.push(time - 1000);
  }
  expect(askedAt).toEqual([0, 2, 6, 14, 30, 62, 126, 254]);
  expect(watch.current()).toMatchObject({ state: 'suspended', attempts: 8, hasGivenUp: true });
  free = 0;
  await watch.read();
  free = 900;
  await watch.read();
  expect([resumed, watch.current()?.hasGivenUp]).toEqual([9, false]);
});

it('says that the disk is nearly full before auditd writes the record that suspends it', async () => {
  free = 49;
  expect((await watch.read())?.state).toBe('full');
});

it('takes a late answer for none only when three are missing, and says nothing where no auditd runs', async () => {
  await watch.read();
  state = undefined;
  const states = [await watch.read(), await watch.read(), await watch.read()].map((log) => log?.state);
  isRunning = false;
  expect([states, await watch.read()]).toEqual([['writing', 'writing', 'unknown'], null]);
});

it('asks once more when somebody wants it to, also after it has given up (review F1)', async () => {
  state = suspended;
  for (; time < 2000; time += 1) await watch.read();
  expect([resumed, watch.current()?.hasGivenUp]).toEqual([8, true]);
  expect([(await watch.resume())?.state, resumed]).toEqual(['suspended', 9]);
  state = writing;
  appendFileSync(path, 'type=DAEMON_RESUME\n');
  expect([(await watch.resume())?.state, resumed]).toEqual(['writing', 9]);
});

it('knows when auditd was missing and suspended for the last time, also when it writes again', async () => {
  const seen = (): readonly unknown[] => [watch.lastSeen('missing'), watch.lastSeen('suspended')];
  await watch.read();
  expect(seen()).toEqual([undefined, undefined]);
  [state, time] = [suspended, 1010];
  await watch.read();
  [isRunning, time] = [false, 1020];
  await watch.read();
  [isRunning, state, time] = [true, writing, 1030];
  appendFileSync(path, 'another record\n');
  expect([(await watch.read())?.state, ...seen()]).toEqual(['writing', 1020, 1010]);
});
