// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Handlers } from '../../rpc/handlers.ts';
import { type Connection, openDatabase } from '../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../journal/intent-journal.ts';
import { createRecoveryProgress, type RecoveryProgress } from '../journal/recovery-progress.ts';
import type { Caller } from './caller.ts';
import { openGreetedClient, type RawClient } from './fixtures/raw-client.ts';
import { type Served, serveForTest } from './fixtures/served.ts';
import { createRecoveryGate } from './recovery-gate.ts';

type Answer = Awaited<ReturnType<RawClient['ask']>>;

let folder: string;
let database: Connection;
let intents: IntentJournal;
/** Notes the handlers that ran, and the roots that were brought, in order. */
let done: string[];
/** Ends the wait of each call, as its longest time would. */
let expire: (() => void)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-recovery-'));
  database = openDatabase(join(folder, 'bulkhead.db'), 'crash');
  intents = createIntentJournal(database, () => 1);
  done = [];
  expire = [];
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const stopped = (name: string): never => {
  done.push(name);
  return {} as never;
};
const handlers: Partial<Handlers<Caller>> = {
  'container.start': async ({ name }) => stopped(`start ${name}`),
  'container.stop': async ({ name }) => stopped(`stop ${name}`),
  'container.remove': async ({ name }) => stopped(`remove ${name}`),
  async *'container.create'({ name }) {
    yield* [];
    return stopped(`create ${name}`);
  },
  'container.rename': async ({ name }) => stopped(`rename ${name}`),
  'network.remove': async ({ name }) => stopped(`remove the network ${name}`),
  'container.list': async () => ({ containers: [] }),
  'host.info': async () => stopped('info'),
};

interface Recovering {
  readonly progress: RecoveryProgress;
  readonly served: Served;
  readonly client: RawClient;
}

/** Starts a helper that begins to recover what the journal holds by now. */
async function startHelper(journal = intents): Promise<Recovering & AsyncDisposable> {
  journal.seal();
  const progress = createRecoveryProgress(journal);
  const recovery = createRecoveryGate({
    progress,
    bringRoot: async (name) => void done.push(`root of ${name}`),
    most: {
      maxMs: 1,
      later: (task) => {
        expire.push(task);
        return () => undefined;
      },
    },
  });
  const served = await serveForTest({ handlers, recovery });
  const client = await openGreetedClient(served.path);
  return {
    progress,
    served,
    client,
    async [Symbol.asyncDispose]() {
      client.socket.destroy();
      await served[Symbol.asyncDispose]();
    },
  };
}

const left = (name: string): number => intents.begin({ kind: 'start-container', subject: name, data: null });
const codeOf = (answer: Answer): unknown => answer?.error?.data?.code;
/** Resolves once the helper has taken all that the client sent before, and answers a reading call. */
const taken = ({ client }: Recovering): Promise<Answer> => client.ask('container.list', {});

describe('while the helper recovers', () => {
  it('answers reading calls at once, and what may begin, beside many calls of the same user that wait', async () => {
    const under = left('web');
    await using helper = await startHelper();
    const waiting = [
      ...Array.from({ length: 20 }, () => helper.client.ask('container.start', { name: 'web' })),
      ...Array.from({ length: 4 }, () => helper.client.ask('host.info', { afterRecovery: true })),
    ];
    expect((await taken(helper))?.result).toEqual({ containers: [] });
    helper.progress.reach('ground');
    await helper.client.ask('container.start', { name: 'db' });
    expect(done).toEqual(['root of db', 'start db']);
    intents.release(under);
    helper.progress.reach('whole');
    await Promise.all(waiting);
    expect(done).toHaveLength(2 + waiting.length);
  });

  it('lets a change of a container with which nothing was under way go when the ground is there and its root is', async () => {
    left('db');
    await using helper = await startHelper();
    const started = helper.client.ask('container.start', { name: 'web' });
    await taken(helper);
    expect(done).toEqual([]);
    helper.progress.reach('ground');
    await started;
    expect(done).toEqual(['root of web', 'start web']);
  });

  it('keeps changes of one with which something was under way back until the whole is reached, in their order', async () => {
    intents.begin({ kind: 'rename-container', subject: 'web', data: { to: 'shop' } });
    await using helper = await startHelper();
    const answers = [
      helper.client.ask('container.start', { name: 'shop' }),
      helper.client.ask('container.rename', { name: 'db', to: 'web' }),
      helper.client.ask('container.stop', { name: 'web' }),
    ];
    helper.progress.reach('ground');
    await helper.client.ask('container.start', { name: 'other' });
    expect(done).toEqual(['root of other', 'start other']);
    for (const { id } of intents.pending()) intents.release(id);
    helper.progress.reach('whole');
    await Promise.all(answers);
    expect(done.slice(2)).toEqual(['start shop', 'rename db', 'stop web']);
  });

  it('keeps what is about the host back until the whole is reached', async () => {
    await using helper = await startHelper();
    const removed = helper.client.ask('network.remove', { name: 'br0' });
    helper.progress.reach('ground');
    await helper.client.ask('container.start', { name: 'web' });
    expect(done).toEqual(['root of web', 'start web']);
    helper.progress.reach('whole');
    await removed;
    expect(done.at(-1)).toBe('remove the network br0');
  });

  it('runs no change that is cancelled while it waits', async () => {
    await using helper = await startHelper();
    const started = helper.client.ask('container.start', { name: 'web' });
    await taken(helper);
    helper.client.send({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 2 } });
    expect(codeOf(await started)).toBe('cancelled');
    helper.progress.reach('whole');
    await taken(helper);
    expect(done).toEqual([]);
  });

  it('ends the wait after its longest time, says that it recovers, and writes that down', async () => {
    await using helper = await startHelper();
    const started = helper.client.ask('container.start', { name: 'web' });
    await taken(helper);
    for (const end of expire) end();
    const answer = await started;
    expect([codeOf(answer), answer?.error?.message]).toEqual([
      'not-recovered',
      expect.stringContaining('the helper still recovers'),
    ]);
    const { value } = await helper.served.activity.watch({ latest: 1 }, new AbortController().signal).next();
    expect(value).toMatchObject({ entries: [{ operation: 'container.start', subject: 'web', outcome: 'failed' }] });
    expect(done).toEqual([]);
  });

  it('answers who waits for the end of recovery once it has ended', async () => {
    await using helper = await startHelper();
    const informed = helper.client.ask('host.info', { afterRecovery: true });
    helper.progress.reach('ground');
    await taken(helper);
    expect(done).toEqual([]);
    helper.progress.reach('whole');
    await informed;
    expect(done).toEqual(['info']);
  });

  it('creates a container, which recovery does not take for one that was cut off (F1)', async () => {
    left('db');
    await using helper = await startHelper();
    helper.progress.reach('ground');
    await helper.client.ask('container.create', {
      stream: 1,
      credit: 8,
      params: { name: 'new', image: 'debian-13' },
    });
    expect(done).toEqual(expect.arrayContaining(['root of new', 'create new']));
    const own = intents.begin({ kind: 'create-container', subject: 'new', data: null });
    expect(intents.leftOf('create-container', 'start-container').map(({ subject }) => subject)).toEqual(['db']);
    helper.progress.reach('whole');
    expect(helper.progress.problemWith(['new'])).toBeUndefined();
    expect(codeOf(await helper.client.ask('container.start', { name: 'new' }))).toBeUndefined();
    intents.done(own);
  });
});

describe('what could not be recovered', () => {
  it('is not changed, but can be ended and removed; the others can be changed', async () => {
    left('web');
    await using helper = await startHelper();
    helper.progress.noteTrouble('web', 'no such process');
    helper.progress.reach('ground');
    helper.progress.reach('whole');
    const answer = await helper.client.ask('container.start', { name: 'web' });
    expect(codeOf(answer)).toBe('not-recovered');
    expect(answer?.error?.message).toContain(
      'cannot do this: what was under way with web when the helper last ended could not be recovered (no such ' +
        'process); solve that, and start the helper again with systemctl restart bulkhead-helper.service',
    );
    await helper.client.ask('container.stop', { name: 'web' });
    await helper.client.ask('container.remove', { name: 'web' });
    await helper.client.ask('container.start', { name: 'db' });
    expect(done).toEqual(['stop web', 'remove web', 'start db']);
  });

  it('keeps all from being changed when recovery itself ended early, and reading goes on', async () => {
    await using helper = await startHelper();
    const waiting = helper.client.ask('container.start', { name: 'web' });
    await taken(helper);
    helper.progress.fail('no state');
    for (const answer of [await waiting, await helper.client.ask('network.remove', { name: 'br0' })]) {
      expect(codeOf(answer)).toBe('not-recovered');
      expect(answer?.error?.message).toContain('(no state)');
    }
    await helper.client.ask('host.info', { afterRecovery: true });
    expect(done).toEqual(['info']);
  });

  it('is left to the next helper, which has what the first had not recovered (F1)', async () => {
    left('web');
    {
      await using first = await startHelper();
      first.progress.reach('ground');
      await first.client.ask('container.start', { name: 'db' });
      // Its work is cut off with it.
      intents.begin({ kind: 'start-container', subject: 'db', data: null });
    }
    const journal = createIntentJournal(database, () => 2);
    await using second = await startHelper(journal);
    done = [];
    const waiting = ['web', 'db'].map((name) => second.client.ask('container.start', { name }));
    second.progress.reach('ground');
    await second.client.ask('container.start', { name: 'other' });
    expect(done).toEqual(['root of other', 'start other']);
    for (const { id } of journal.leftOf('start-container')) journal.release(id);
    second.progress.reach('whole');
    await Promise.all(waiting);
    expect(done.slice(2)).toEqual(['start web', 'start db']);
  });
});
