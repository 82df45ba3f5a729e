// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IncusError } from '../../../incus/incus-error.ts';
import { type Connection, openDatabase } from '../../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../../journal/intent-journal.ts';
import type { IntentKind, NewIntentData } from '../../../journal/intent-kinds.ts';
import { recoverInstances } from './recover-instances.ts';

let folder = '';
let database: Connection;
let intents: IntentJournal;
/** What was done, in order. */
let done: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recover-'));
  database = openDatabase(join(folder, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  done = [];
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

/** Does nothing but note its name and what it is given. */
const noting =
  (name: string) =>
  async (...given: readonly unknown[]): Promise<never> =>
    void done.push([name, ...given]) as never;

/** Recovers beside an Incus that has no instance of any name. */
async function recover(settled = async (): Promise<void> => undefined): Promise<void> {
  const client = {
    get: async (path: string) => {
      done.push(['get', path]);
      if (path.startsWith('/1.0/operations')) return { value: {} };
      throw new IncusError('denied', 'Instance not found', 404);
    },
  };
  await recoverInstances({
    intents,
    incus: { client: client as never, settled },
    acts: { verify: noting('verify') },
    moves: {
      finish: noting('finish move'),
      finishStart: noting('finish start'),
      finishEvacuation: noting('finish evacuation'),
    },
    domains: { finish: noting('finish domain') },
    adoption: { recover: noting('recover adoption') },
    onTrouble: (name, error) => done.push(['trouble', name, String(error)]),
  });
}

function begin<Kind extends IntentKind>(kind: Kind, data: NewIntentData<Kind>): void {
  intents.begin({ kind, subject: 'web', data });
}

const kept = { snapshot: 'bulkhead-1', mountOptions: '', label: null };

describe('what a helper that was cut off had begun with an instance', () => {
  it.each<[string, () => void, readonly unknown[]]>([
    ['a start', () => begin('start-instance', null), ['verify', 'web']],
    ['a start elsewhere', () => begin('start-elsewhere', null), ['finish start', 'web']],
    ['a domain', () => begin('confine-instance', { domain: 'web_t' }), ['finish domain', 'web', 'web_t']],
    [
      'a move',
      () => begin('move-instance', { member: 'two', wasRunning: true }),
      ['finish move', 'web', { member: 'two', wasRunning: true }],
    ],
    [
      'an evacuation',
      () => begin('evacuate-member', { instances: [{ name: 'db', project: 'default' }] }),
      ['finish evacuation', { instances: [{ name: 'db', project: 'default' }] }],
    ],
    ['an adoption', () => begin('adopt-instance', kept), ['recover adoption', 'adopt-instance', 'web', kept]],
    ['a restored original', () => begin('restore-adopted', kept), ['recover adoption', 'restore-adopted', 'web', kept]],
  ])('is finished or undone by its own kind: %s', async (_, beginIt, expected) => {
    beginIt();
    await recover();
    expect([done, intents.pending()]).toEqual([[expected], []]);
  });

  it('is a creation, of which nothing is there: Incus is asked for it once it works on none', async () => {
    begin('create-instance', { creation: 'd5a1a9f0-6a1c-4d4f-9a0a-1f2e3d4c5b6a' });
    await recover();
    expect([done.map(String), intents.pending()]).toEqual([
      [expect.stringContaining('get,/1.0/operations'), expect.stringContaining('get,/1.0/instances/web')],
      [],
    ]);
  });

  it('is a creation of an older helper, which left no mark: nothing is deleted', async () => {
    begin('create-instance', null);
    await recover();
    expect([done, intents.pending()]).toEqual([[], []]);
  });

  it('stays where it cannot be recovered, and the others are recovered', async () => {
    begin('start-instance', null);
    intents.begin({ kind: 'start-instance', subject: 'db', data: null });
    let isFirst = true;
    await recover(async () => {
      if (!isFirst) return;
      isFirst = false;
      throw new Error('Incus does not answer');
    });
    expect(done).toEqual([
      ['trouble', 'web', 'Error: Incus does not answer'],
      ['verify', 'db'],
    ]);
    expect(intents.pending().map(({ subject }) => subject)).toEqual(['web']);
  });
});
