// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { describe, expect, it } from 'vitest';
import { fail } from '../../contract/errors.ts';
import { createAskedContainers } from './asked-containers.ts';
import { openGreetedClient } from './fixtures/raw-client.ts';
import { serveForTest } from './fixtures/served.ts';

interface Latch {
  readonly opened: Promise<void>;
  open(): void;
}

function createLatch(): Latch {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

/** Names and what they stand for. */
type Names = Map<string, string>;

const codeOf = (answer: { readonly error?: { readonly data?: { readonly code: string } } } | undefined): unknown =>
  answer?.error?.data?.code;

describe('a call that was authorised for a container', () => {
  it.each([
    ['of which another one has the name by then', (names: Names) => void names.set('web', 'another')],
    ['that has another name by then', (names: Names) => void names.delete('web')],
  ])('%s is not run (N13)', async (_, change) => {
    const names: Names = new Map([['web', 'one']]);
    await using served = await serveForTest({
      identifyContainer: (name) => names.get(name),
      authorise: async () => change(names),
    });
    const client = await openGreetedClient(served.path);
    const answer = await client.ask('container.stop', { name: 'web' });
    expect(answer?.error?.data).toEqual({ code: 'container-replaced', data: { name: 'web' } });
    expect(served.reached).toEqual([]);
    const watch = served.activity.watch({ latest: 9 }, new AbortController().signal);
    expect((await watch.next()).value).toMatchObject({
      entries: [{ operation: 'container.stop', subject: 'web', outcome: 'failed' }],
    });
    await watch.return();
    client.socket.destroy();
  });

  it('that is there only since is not run either, and no stream is (N13)', async () => {
    const names: Names = new Map();
    await using served = await serveForTest({
      identifyContainer: (name) => names.get(name),
      authorise: async () => void names.set('web', 'new'),
    });
    const client = await openGreetedClient(served.path);
    const params = { stream: 1, credit: 9, params: { name: 'web', path: '/etc/passwd' } };
    expect(codeOf(await client.ask('file.read', params))).toBe('container-replaced');
    expect(served.reached).toEqual([]);
    client.socket.destroy();
  });

  it('is run while that one has its name, also beside another call that was asked for before a change (N13)', async () => {
    const names: Names = new Map([['web', 'one']]);
    const [asked, answered] = [createLatch(), createLatch()];
    await using served = await serveForTest({
      identifyContainer: (name) => names.get(name),
      async authorise({ action }) {
        if (action !== 'remove-containers') return;
        asked.open();
        await answered.opened;
      },
    });
    const client = await openGreetedClient(served.path);
    const removed = client.ask('container.remove', { name: 'web' });
    await asked.opened;
    expect(codeOf(await client.ask('container.stop', { name: 'web' }))).toBe('cancelled');
    names.set('web', 'another');
    expect(codeOf(await client.ask('container.stop', { name: 'web' }))).toBe('cancelled');
    answered.open();
    expect(codeOf(await removed)).toBe('container-replaced');
    expect(served.reached).toEqual(['container.stop', 'container.stop']);
    client.socket.destroy();
  });

  it('leaves nothing behind when it is denied', async () => {
    await using served = await serveForTest({
      identifyContainer: () => 'one',
      authorise: async ({ action }) => fail('not-authorised', { action }),
    });
    const client = await openGreetedClient(served.path);
    for (let count = 0; count < 150; count += 1)
      expect(codeOf(await client.ask('container.stop', { name: 'web' }))).toBe('not-authorised');
    client.socket.destroy();
  });
});

describe('what the listener says about questions', () => {
  it.each([
    ['passes one that it has not put', (asked: ReturnType<typeof createAskedContainers>) => asked.pass(1)],
    [
      'announces a call, and sends something else',
      (asked: ReturnType<typeof createAskedContainers>) => {
        asked.ask(1, 'web');
        asked.pass(1);
        asked.follow({ jsonrpc: '2.0', method: 'stream.credit', params: {} } as never);
      },
    ],
    [
      'puts more than a connection may have',
      (asked: ReturnType<typeof createAskedContainers>) => {
        for (let question = 0; question < 200; question += 1) asked.ask(question, 'web');
      },
    ],
  ])('ends its connection when it %s', (_, act) => {
    expect(() => act(createAskedContainers(() => 'one'))).toThrow(/^cannot follow the listener/);
  });
});
