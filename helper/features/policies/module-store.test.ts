// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../journal/intent-journal.ts';
import { createModuleStore, type ModuleStore } from './module-store.ts';
import { createModuleVersions } from './module-versions.ts';
import { createPolicyTransactions } from '../../selinux/policy/policy-transaction.ts';
import type { Semodule } from '../../selinux/policy/semodule.ts';

const signal = new AbortController().signal;
const web = 'bulkhead_c_web';
const notADomain = '(not a policy)';

let folder: string;
let connection: Connection;
let intents: IntentJournal;
/** The host's module store. */
let stored: Map<string, string>;
let builds: number;
let store: ModuleStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'module-store-'));
  connection = openDatabase(join(folder, 'bulkhead.db'), 'crash');
  intents = createIntentJournal(connection, () => 0);
  stored = new Map([['bulkhead', '(base)']]);
  builds = 0;
  store = storeOver(semoduleOver());
});
afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function storeOver(semodule: Semodule): ModuleStore {
  const versions = createModuleVersions(connection, join(folder, 'policy'), () => 7);
  return createModuleStore({ semodule, transactions: createPolicyTransactions(), intents, versions });
}

function semoduleOver(changes: Partial<Semodule> = {}): Semodule {
  return {
    list: () => Promise.resolve([...stored.keys()]),
    listing: () => Promise.resolve(''),
    source: (module) => Promise.resolve(stored.get(module)),
    sources: () => Promise.resolve(stored),
    async install(module, source) {
      await Promise.resolve();
      if (source === notADomain) fail('policy-rejected', { problems: [{ line: 1, problem: 'no' }] });
      stored.set(module, source);
    },
    async remove(modules) {
      await Promise.resolve();
      for (const module of modules) stored.delete(module);
    },
    async rebuild() {
      await Promise.resolve();
      builds += 1;
    },
    ...changes,
  };
}

function versionsOf(module: string): readonly number[] {
  return store.versions(module).map(({ version }) => version);
}

test('what is installed is in the store, and each version can be had back', async () => {
  await store.install(web, '(one)', { note: 'made', signal });
  await store.install(web, '(two)', { note: 'edited', signal });
  expect(await store.installed(signal)).toEqual([web]);
  expect(await store.read(web, signal)).toMatchObject({
    source: '(two)',
    version: { version: 2, note: 'edited', createdAt: 7 },
  });
  expect(store.versionSource(web, 1)).toBe('(one)');
  expect(intents.pending()).toEqual([]);
});

test('a text that somebody else installed is distinguished from every version', async () => {
  await store.install(web, '(one)', { note: 'made', signal });
  stored.set(web, '(theirs)');
  expect(await store.read(web, signal)).toEqual({ source: '(theirs)', version: undefined });
});

test('a version whose file was changed is no version any more', async () => {
  await store.install(web, '(one)', { note: 'made', signal });
  writeFileSync(join(folder, 'policy', web, '1.cil'), '(another)');
  expect(store.versionSource(web, 1)).toBeUndefined();
});

test('what the compiler rejects leaves the store as it was, and no version', async () => {
  await store.install(web, '(one)', { note: 'made', signal });
  await expect(store.install(web, notADomain, { note: 'edited', signal })).rejects.toThrow('line 1: no');
  expect(stored.get(web)).toBe('(one)');
  expect(versionsOf(web)).toEqual([1]);
  expect(intents.pending()).toEqual([]);
});

test('only the latest twenty versions are kept', async () => {
  for (let index = 1; index <= 23; index += 1) await store.install(web, `(text ${index})`, { note: 'edited', signal });
  expect(versionsOf(web)).toEqual(Array.from({ length: 20 }, (_, index) => index + 4));
  expect(readdirSync(join(folder, 'policy', web))).toHaveLength(20);
});

test('a removal takes the module and its versions, and leaves the base module alone', async () => {
  await store.install(web, '(one)', { note: 'made', signal });
  await store.remove([web, 'bulkhead_c_never'], signal);
  expect([...stored.keys()]).toEqual(['bulkhead']);
  expect(versionsOf(web)).toEqual([]);
});

test('a helper that died before the store took the module forgets the version', async () => {
  await store.install(web, '(one)', { note: 'made', signal });
  const died = await diedDuring(semoduleOver({ install: () => new Promise(() => undefined) }), '(two)');
  await died.recover();
  expect(versionsOf(web)).toEqual([1]);
  expect({ pending: intents.pending(), builds }).toEqual({ pending: [], builds: 0 });
});

test('a helper that died after the store took the module keeps the version, and brings the kernel up to it', async () => {
  const tookIt = semoduleOver({
    install(module, source) {
      stored.set(module, source);
      return new Promise(() => undefined);
    },
  });
  const died = await diedDuring(tookIt, '(two)');
  await died.recover();
  expect(versionsOf(web)).toEqual([1]);
  expect({ pending: intents.pending(), builds }).toEqual({ pending: [], builds: 1 });
});

/** A crashed helper leaves a store whose installation never ends; the returned one is its successor's. */
async function diedDuring(semodule: Semodule, source: string): Promise<ModuleStore> {
  const begun = new Promise<void>((resolve) => {
    void storeOver({ ...semodule, install: (...args) => (resolve(), semodule.install(...args)) }).install(web, source, {
      note: 'edited',
      signal,
    });
  });
  await begun;
  return storeOver(semoduleOver());
}
