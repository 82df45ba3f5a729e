// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../contract/fixtures/in-english.ts';
import { Failure } from '../../../contract/errors.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
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

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-boot-'));
    done = [];
    failing = new Map();
    busyTries = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const containers = [
    auto('web', 20),
    auto('db', 10, 30),
    auto('runs', 1, 0, { state: 'running' }),
    fakeContainer({ name: 'by-hand', state: 'stopped' }),
    auto('foreign', 1, 0, { isManaged: false }),
    auto('cache', 20),
  ];

  async function boot(bootId: string): Promise<readonly unknown[]> {
    done = [];
    await startAtBoot(
      {
        state: folder,
        bootId: () => bootId,
        containers: {
          list: async () => containers,
          async start(name) {
            if (busyTries > 0) {
              busyTries -= 1;
              throw new Failure('container-busy', { name, reason: 'its labels are being restored' });
            }
            const error = failing.get(name);
            if (error !== undefined) throw error;
            done.push(name);
            return fakeContainer({ name });
          },
        },
        activity: {
          begin: () => 1,
          end: (_id, outcome, detail) => (outcome === 'failed' ? done.push([outcome, inEnglish(detail)]) : undefined),
        },
        log: (level, event) => done.push([level, event]),
        wait: async (seconds) => void done.push(seconds),
      },
      new AbortController().signal,
    );
    return done;
  }

  it('are started in their order, each after the delay of the one before it, once for each boot', async () => {
    expect(inOrder(containers).map(({ name }) => name)).toEqual(['db', 'cache', 'web']);
    expect(await boot('first')).toEqual([]);
    expect(await boot('first')).toEqual([]);
    expect(await boot('second')).toEqual(['db', 30, 'cache', 'web']);
    expect(await boot('second')).toEqual([]);
  });

  it('wait for who works on them', async () => {
    await boot('first');
    busyTries = 2;
    expect(await boot('second')).toEqual([10, 10, 'db', 30, 'cache', 'web']);
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
