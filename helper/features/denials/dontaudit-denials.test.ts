// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../journal/intent-journal.ts';
import { createDontauditDenials, type DontauditDenials } from './dontaudit-denials.ts';
import type { ShownDontaudit } from '../../selinux/policy/worker/policy-worker.ts';
import { createPolicyTransactions } from '../../selinux/policy/policy-transaction.ts';

const signal = new AbortController().signal;

let folder: string;
let connection: Connection;
let intents: IntentJournal;
/** What the kernel has, in bytes: the host's own policy has 100. */
let loaded: number;
let sequence: number;
/** How often loading the host's policy fails. */
let faults: number;
let troubles: unknown[];

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-hidden-'));
  connection = openDatabase(join(folder, 'bulkhead.db'), 'power-loss');
  intents = createIntentJournal(connection, () => 0);
  [loaded, sequence, faults, troubles] = [100, 1, 0, []];
});
afterEach(() => {
  vi.useRealTimers();
  connection.close();
  rmSync(folder, { recursive: true });
});

function load(size: number): void {
  loaded = size;
  sequence += 1;
}

const kernel: ShownDontaudit = {
  build: () => Promise.resolve(),
  async load() {
    await Promise.resolve();
    load(90);
  },
  async loadOwn() {
    await Promise.resolve();
    faults -= 1;
    if (faults >= 0) throw new Error('cannot load');
    load(100);
  },
  letGo: () => load(100),
};

function open(changes: Partial<ShownDontaudit> = {}): DontauditDenials {
  return createDontauditDenials({
    policy: { ...kernel, ...changes },
    sequence: () => sequence,
    loadedSize: () => loaded,
    intents,
    transactions: createPolicyTransactions(),
    now: () => Date.now() / 1000,
    onTrouble: (error) => troubles.push(error),
  });
}

it('shows them, says until when, and switches back when the time is over', async () => {
  const denials = open();
  const watch = denials.watch(signal);
  expect((await watch.next()).value).toBeNull();
  expect(await denials.show(600, signal)).toBe(1600);
  expect([loaded, intents.pending().length, (await watch.next()).value]).toEqual([90, 1, 1600]);
  await vi.advanceTimersByTimeAsync(599_000);
  expect(loaded).toBe(90);
  await vi.advanceTimersByTimeAsync(1500);
  expect([loaded, intents.pending(), (await watch.next()).value]).toEqual([100, [], null]);
});

it('moves the end when it is asked for again, and builds nothing again', async () => {
  const build = vi.fn(kernel.build);
  const denials = open({ build });
  await denials.show(60, signal);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await denials.show(300, signal)).toBe(1330);
  await vi.advanceTimersByTimeAsync(200_000);
  expect([build.mock.calls.length, loaded]).toEqual([1, 90]);
  await denials.hide();
  expect([loaded, intents.pending()]).toEqual([100, []]);
});

it('tries again until the policy of the host is back', async () => {
  const denials = open();
  await denials.show(60, signal);
  faults = 2;
  await vi.advanceTimersByTimeAsync(72_000);
  expect([loaded, troubles.length, intents.pending()]).toEqual([100, 2, []]);
});

it('sees that somebody else has loaded a policy, and that a boolean alone changes nothing', async () => {
  const denials = open();
  await denials.show(600, signal);
  sequence += 1;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(intents.pending()).toHaveLength(1);
  load(104);
  await vi.advanceTimersByTimeAsync(20_000);
  expect([loaded, intents.pending(), (await denials.watch(signal).next()).value]).toEqual([104, [], null]);
});

it('switches back after a crash, and at the end', async () => {
  await open().show(600, signal);
  vi.clearAllTimers();
  await open().recover();
  expect([loaded, intents.pending()]).toEqual([100, []]);
  const again = open();
  await again.show(600, signal);
  again.close();
  expect([loaded, intents.pending()]).toEqual([100, []]);
});

it('leaves nothing behind when it cannot be built or loaded, or is given up', async () => {
  const failing = open({
    load: () => Promise.reject(new Error('the kernel denied it')),
  });
  await expect(failing.show(60, signal)).rejects.toThrow('the kernel denied it');
  const stop = new AbortController();
  const slow = open({
    async build() {
      await Promise.resolve();
      stop.abort();
      stop.signal.throwIfAborted();
    },
  });
  await expect(slow.show(60, stop.signal)).rejects.toThrow();
  expect([loaded, intents.pending(), (await slow.watch(signal).next()).value]).toEqual([100, [], null]);
});

it('switches back when the worker was lost after it had loaded it', async () => {
  const lost = open({
    async load() {
      await kernel.load();
      throw new Error('the policy worker ended without an answer');
    },
  });
  await expect(lost.show(600, signal)).rejects.toThrow('without an answer');
  expect(intents.pending()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect([loaded, intents.pending(), (await lost.watch(signal).next()).value]).toEqual([100, [], null]);
});
