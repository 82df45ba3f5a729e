// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fail } from '../../contract/errors.ts';
import { operationNames, operations } from '../../contract/operations/index.ts';
import { openGreetedClient } from './fixtures/raw-client.ts';
import { serveForTest } from './fixtures/served.ts';
import { settled } from './fixtures/settled.ts';
import { subjectOf } from './subject.ts';
import { validParams } from './fixtures/valid-params.ts';

describe('a caller without rights', () => {
  it('is denied every operation, under its own action, and reaches no handler', async () => {
    await using served = await serveForTest({ isAllowed: false });
    const client = await openGreetedClient(served.path);
    for (const name of operationNames) {
      const answer = await client.ask(name, validParams(name));
      expect([name, answer?.error?.data?.code]).toEqual([name, 'not-authorised']);
    }
    expect(served.reached).toEqual([]);
    expect(served.asked.map(({ action }) => action)).toEqual(operationNames.map((name) => operations[name].action));
    client.socket.destroy();
  });

  it.each([
    ['volumes', { volumes: [{ source: '/srv/a', target: '/a' }] }, ['create-containers', 'attach-volumes']],
    ['learning', { confinement: 'learning' }, ['create-containers', 'change-policy']],
    [
      'both',
      { confinement: 'learning', volumes: [{ source: '/srv/a', target: '/a' }] },
      ['create-containers', 'attach-volumes', 'change-policy'],
    ],
  ] as const)(
    'needs the right to each thing that a creation with %s does, and reaches no handler without one of them (window 6)',
    async (_, part, needed) => {
      const actions: readonly string[] = needed;
      for (const denied of actions) {
        await using served = await serveForTest({
          authorise: async ({ action }) => (action === denied ? fail('not-authorised', { action }) : undefined),
        });
        const client = await openGreetedClient(served.path);
        const answer = await client.ask('container.create', {
          stream: 1,
          credit: 4,
          params: { name: 'web', image: 'debian-13', ...part },
        });
        expect(answer?.error?.data).toEqual({ code: 'not-authorised', data: { action: denied } });
        expect(served.asked.map(({ action }) => action)).toEqual(actions.slice(0, actions.indexOf(denied) + 1));
        expect(served.reached).toEqual([]);
        client.socket.destroy();
      }
    },
  );

  it('is asked for no password by what is asked while somebody types', async () => {
    await using served = await serveForTest();
    const client = await openGreetedClient(served.path);
    await client.ask('volume.check', validParams('volume.check'));
    await client.ask('container.start', validParams('container.start'));
    expect(served.asked.map(({ action, isInteractive }) => [action, isInteractive])).toEqual([
      ['attach-volumes', false],
      ['start-containers', true],
    ]);
    client.socket.destroy();
  });

  it('is written to the activity log for what would have changed the host', async () => {
    await using served = await serveForTest({ isAllowed: false });
    const client = await openGreetedClient(served.path);
    for (const name of operationNames) await client.ask(name, validParams(name));
    const watch = served.activity.watch({ latest: 100 }, new AbortController().signal);
    const { value } = await watch.next();
    expect(
      value?.type === 'snapshot'
        ? value.entries.map(({ operation, outcome, subject }) => [operation, outcome, subject])
        : [],
    ).toEqual(
      operationNames
        .filter((name) => operations[name].changes)
        .map((name) => [name, 'denied', subjectOf(paramsIn(validParams(name))) ?? null]),
    );
    await watch.return();
    client.socket.destroy();
  });

  it('is not asked about before the params fit the schema', async () => {
    await using served = await serveForTest();
    const client = await openGreetedClient(served.path);
    const codes = [];
    for (const params of [{ name: '../web' }, { name: 'web', uid: 0 }, { name: '-n' }, { name: 'a\u202eb' }, {}, []])
      codes.push((await client.ask('container.start', params))?.error?.data?.code);
    expect({ codes, asked: served.asked, reached: served.reached }).toEqual({
      codes: Array.from({ length: 6 }, () => 'params-invalid'),
      asked: [],
      reached: [],
    });
    client.socket.destroy();
  });
});

describe('faults and endings', () => {
  it('answers a failure that the operation does not declare, and names it in the log', async () => {
    await using served = await serveForTest({
      handlers: { 'host.info': async () => fail('container-not-found', { name: 'web' }) },
    });
    const client = await openGreetedClient(served.path);
    const answer = await client.ask('host.info', {});
    expect(answer?.error?.data).toEqual({ code: 'container-not-found', data: { name: 'web' } });
    expect(served.logged.splice(0)).toEqual([
      {
        event: 'undeclared-failure',
        operation: 'host.info',
        code: 'container-not-found',
        uid: process.getuid?.(),
        message: 'cannot find the container web: no such container on this host',
      },
    ]);
    client.socket.destroy();
  });

  it('answers a fault with a reference, and writes what happened to the log only', async () => {
    await using served = await serveForTest({
      handlers: {
        'host.info': async () => {
          throw new Error('secret');
        },
      },
    });
    const client = await openGreetedClient(served.path);
    const answer = await client.ask('host.info', {});
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(answer?.error?.data).toEqual({ code: 'internal', data: { reference: 'reference' } });
    expect(served.logged).toMatchObject([
      {
        event: 'fault',
        reference: 'reference',
        operation: 'host.info',
        error: expect.stringContaining('secret') as string,
      },
    ]);
    client.socket.destroy();
  });

  it('waits for handlers to clean up when it is stopped', async () => {
    let isBegun = false;
    let isCleanedUp = false;
    const served = await serveForTest({
      handlers: {
        'container.start': async (_params, { signal }) => {
          isBegun = true;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          await sleep(100);
          isCleanedUp = true;
          throw new Error('aborted');
        },
      },
    });
    const client = await openGreetedClient(served.path);
    void client.ask('container.start', { name: 'web' });
    // A call that was asked about only has nothing to clean up.
    await settled(() => isBegun);
    await served.server.close();
    expect(isCleanedUp).toBe(true);
    const watch = served.activity.watch({ latest: 1 }, new AbortController().signal);
    expect((await watch.next()).value).toMatchObject({
      entries: [{ operation: 'container.start', outcome: 'cancelled' }],
    });
    await watch.return();
  });

  it('forgets a prompt when its caller goes', async () => {
    let isAborted = false;
    await using served = await serveForTest({
      authorise: (_request, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            isAborted = true;
            reject(new Error('gone'));
          }),
        ),
    });
    const client = await openGreetedClient(served.path);
    void client.ask('container.start', { name: 'web' });
    await settled(() => served.asked.length > 0);
    client.socket.destroy();
    await settled(() => isAborted);
    expect({ isAborted, reached: served.reached }).toEqual({ isAborted: true, reached: [] });
  });
});

/** Gives the params without the envelope of a stream. */
function paramsIn(asked: object): unknown {
  return 'params' in asked ? asked.params : asked;
}
