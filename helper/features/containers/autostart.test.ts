// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../contract/fixtures/in-english.ts';
import { Failure } from '../../../contract/errors.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../journal/intent-journal.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { inOrder, startAtBoot } from './autostart.ts';

const auto = (name: string, order: number, delaySeconds = 0, changes = {}) =>
  fakeContainer({
    name,
    state: 'stopped',
    settings: { ...noSettings, autostart: { order, delaySeconds } },
    ...changes,
  });

describe('containers that start with the host', () => {
  let folder: string;
  /** Starts, waits and entries of the activity log, in order. */
  let done: unknown[];
  let failing: ReadonlyMap<string, Error>;
  let busyTries: number;
  let intents: IntentJournal;
  let database: Connection;
  /** The helper ends after the start of this container. */
  let endsAfter: string | undefined;
  let endsOver: string | undefined;
  let unrecovered: string | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-boot-'));
    done = [];
    failing = new Map();
    busyTries = 0;
    endsAfter = undefined;
    endsOver = undefined;
    unrecovered = undefined;
    database = openDatabase(join(folder, 'bulkhead.db'), 'power-loss');
    intents = createIntentJournal(database, () => 0);
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  const containers = [
    auto('web', 20),
    auto('db', 10, 30),
    auto('runs', 1, 0, { state: 'running' }),
    fakeContainer({ name: 'by-hand', state: 'stopped' }),
    auto('foreign', 1, 0, { isManaged: false }),
    auto('cache', 20),
  ];

  /** A helper that starts, on what the last one left. */
  async function boot(bootId: string): Promise<readonly unknown[]> {
    done = [];
    const ending = new AbortController();
    const running = startAtBoot(
      {
        state: folder,
        bootId: () => bootId,
        containers: {
          list: async () => containers,
          async start(name) {
            if (name === endsOver) ending.abort(new Error('the helper ends'));
            ending.signal.throwIfAborted();
            if (busyTries > 0) {
              busyTries -= 1;
              throw new Failure('container-busy', { name, reason: 'its labels are being restored' });
            }
            const error = failing.get(name);
            if (error !== undefined) throw error;
            done.push(name);
            if (name === endsAfter) setImmediate(() => ending.abort(new Error('the helper ends')));
            return fakeContainer({ name });
          },
        },
        activity: {
          begin: () => 1,
          end(_id, outcome, detail) {
            const text = inEnglish(detail);
            if (outcome === 'failed' || text !== 'at boot') done.push([outcome, text]);
          },
        },
        mustBeRecovered(name) {
          if (name === unrecovered) throw new Failure('not-recovered', { reason: 'its recovery failed' });
        },
        intents,
        log: (level, event) => done.push([level, event]),
        wait: async (seconds) => {
          done.push(seconds);
          await new Promise(setImmediate);
          ending.signal.throwIfAborted();
        },
      },
      ending.signal,
    );
    await (endsAfter === undefined && endsOver === undefined ? running : expect(running).rejects.toThrow());
    return done;
  }

  it('are started in their order, each after the delay of the one before it, once for each boot', async () => {
    expect(inOrder(containers).map(({ name }) => name)).toEqual(['db', 'cache', 'web']);
    expect(await boot('first')).toEqual([]);
    expect(await boot('first')).toEqual([]);
    expect(await boot('second')).toEqual(['db', 30, 'cache', 'web']);
    expect(await boot('second')).toEqual([]);
  });

  it('are started by the next helper where one had not reached them, which the activity log says', async () => {
    await boot('first');
    endsAfter = 'db';
    expect(await boot('second')).toEqual(['db', 30]);
    endsAfter = undefined;
    const late = ['done', 'at boot; the helper before had not reached it'];
    // A person has stopped it since.
    expect(await boot('second')).toEqual(['cache', late, 'web', late]);
    expect(await boot('second')).toEqual([]);
    expect(intents.pending()).toEqual([]);
  });

  it('are tried once more where a helper ended over one, and not again', async () => {
    await boot('first');
    endsOver = 'cache';
    const cancelled = ['cancelled', expect.stringMatching(/^at boot: /)];
    expect(await boot('second')).toEqual(['db', 30, cancelled]);
    expect(await boot('second')).toEqual([cancelled]);
    endsOver = undefined;
    expect(await boot('second')).toEqual(['web', ['done', expect.stringMatching(/^at boot; /)]]);
  });

  it('are not started for a boot that is over', async () => {
    await boot('first');
    endsAfter = 'db';
    await boot('second');
    endsAfter = undefined;
    expect(await boot('third')).toEqual(['db', 30, 'cache', 'web']);
    expect(intents.pending()).toEqual([]);
  });

  it('wait for who works on them', async () => {
    await boot('first');
    busyTries = 2;
    expect(await boot('second')).toEqual([10, 10, 'db', 30, 'cache', 'web']);
  });

  it('are not started where they could not be recovered, which the activity log says', async () => {
    await boot('first');
    unrecovered = 'db';
    expect(await boot('second')).toEqual([
      ['failed', 'at boot: cannot do this: its recovery failed'],
      ['error', 'not-started-at-boot'],
      30,
      'cache',
      'web',
    ]);
  });

  it('do not keep the others from starting when one does not', async () => {
    await boot('first');
    failing = new Map([['db', new Failure('container-failed', { name: 'db', reason: 'its layer is gone' })]]);
    expect(await boot('second')).toEqual([
      ['failed', expect.stringMatching(/^at boot: cannot /)],
      ['error', 'not-started-at-boot'],
      30,
      'cache',
      'web',
    ]);
  });
});
