// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import type { ContainerChange } from '../contract/operations/containers/container.ts';
import type { Silence } from './async/within-silence.ts';
import { createDispatcher, type Dispatcher } from './dispatch.ts';
import { handlersWith } from './fixtures/handlers-with.ts';
import type { Handlers } from './handlers.ts';
import { streamCredit } from './protocol.ts';

const never = new AbortController().signal;
const denied = async (): Promise<never> => fail('not-authorised', { action: 'of the test' });

interface Rig {
  readonly dispatcher: Dispatcher;
  readonly items: (readonly [number, unknown])[];
  readonly credits: (readonly [number, number])[];
  readonly violations: () => number;
}

const unlimited = { maxMs: 1, later: () => () => undefined };

function openDispatcher(
  some: Partial<Handlers<string>>,
  admit: () => Promise<string> = async () => 'tester',
  silence: Silence = unlimited,
): Rig {
  const items: (readonly [number, unknown])[] = [];
  const credits: (readonly [number, number])[] = [];
  let violations = 0;
  const dispatcher = createDispatcher<string>({
    handlers: handlersWith(some),
    admit,
    around: (_call, run) => run(),
    sendItem: async (stream, item) => void items.push([stream, item]),
    sendCredit: (stream, units) => void credits.push([stream, units]),
    silence,
    onViolation: () => (violations += 1),
  });
  return { dispatcher, items, credits, violations: () => violations };
}

async function settleAll(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

const snapshot: ContainerChange = { type: 'snapshot', containers: [] };

describe('a stream', () => {
  it('sends no more items than there is credit for, and each further one when it is granted', async () => {
    const { dispatcher, items } = openDispatcher({
      async *'container.watch'() {
        for (let count = 0; count < 4; count += 1) yield snapshot;
        return {};
      },
    });
    const result = dispatcher.run('container.watch', { stream: 5, credit: 2, params: {} }, never);
    const seen: number[] = [];
    for (const credit of [0, 1, 0, 1]) {
      if (credit > 0) dispatcher.grant(5, credit);
      // Credit of another stream is none of this one.
      dispatcher.grant(6, 9);
      await settleAll();
      seen.push(items.length);
    }
    expect(seen).toEqual([2, 3, 3, 4]);
    expect(items[3]).toEqual([5, snapshot]);
    dispatcher.grant(5, 1);
    expect(await result).toEqual({});
  });

  it('cleans its generator up when the call ends while it waits for credit', async () => {
    let isClean = false;
    const { dispatcher } = openDispatcher({
      async *'container.watch'(_, { signal }) {
        try {
          while (!signal.aborted) yield snapshot;
          return {};
        } finally {
          isClean = true;
        }
      },
    });
    const abort = new AbortController();
    const result = dispatcher.run('container.watch', { stream: 0, credit: 1, params: {} }, abort.signal);
    await settleAll();
    abort.abort(new Error('gone'));
    await expect(result).rejects.toThrow('gone');
    expect(isClean).toBe(true);
  });

  it('takes a number once at a time, and again when it is free', async () => {
    const { dispatcher } = openDispatcher({
      async *'container.watch'() {
        yield snapshot;
        return {};
      },
    });
    const open = { stream: 0, credit: 1, params: {} };
    const first = dispatcher.run('container.watch', open, never);
    await expect(dispatcher.run('container.watch', open, never)).rejects.toMatchObject({
      code: 'params-invalid',
      data: { issues: [{ field: 'stream', problem: 'is already open on this connection' }] },
    });
    await settleAll();
    dispatcher.grant(0, 1);
    await first;
    expect(await dispatcher.run('container.watch', { ...open, credit: 2 }, never)).toEqual({});
  });

  it('takes no input', async () => {
    const { dispatcher } = openDispatcher({
      async *'container.watch'() {
        yield snapshot;
        return {};
      },
    });
    const result = dispatcher.run('container.watch', { stream: 0, credit: 2, params: {} }, never);
    expect(() => dispatcher.receive(0, {})).toThrow('input for a stream that takes none');
    await result;
    // What comes for a stream that has ended was on its way.
    dispatcher.receive(0, {});
  });

  it.each([
    [{ stream: -1, credit: 1, params: {} }, 'stream'],
    [{ stream: 0, credit: 0, params: {} }, 'credit'],
    [{ stream: 0, credit: 1025, params: {} }, 'credit'],
    [{ stream: 0, credit: 1, params: { uid: 0 } }, ''],
  ])('does not begin with %j', async (raw, field) => {
    const { dispatcher } = openDispatcher({});
    await expect(dispatcher.run('container.watch', raw, never)).rejects.toMatchObject({
      code: 'params-invalid',
      data: { issues: [{ field }] },
    });
  });

  it('is free again when its call was denied', async () => {
    const { dispatcher } = openDispatcher({}, denied);
    const open = { stream: 0, credit: 1, params: {} };
    for (let count = 0; count < 2; count += 1)
      await expect(dispatcher.run('container.watch', open, never)).rejects.toMatchObject({ code: 'not-authorised' });
  });
});

describe('a channel', () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const open = { stream: 3, credit: 100, params: { name: 'web' } };
  const data = (text: string): object => ({ type: 'data', data: text });

  it('grants credit for the inputs that its handler has taken', async () => {
    const { dispatcher, credits, items } = openDispatcher({
      async *'console.open'(_, { input }) {
        for await (const message of input) if (message.type === 'data') yield { data: message.data };
        return { exitCode: 0 };
      },
    });
    const abort = new AbortController();
    const result = dispatcher.run('console.open', open, abort.signal);
    for (const text of letters) dispatcher.receive(3, data(text));
    await settleAll();
    expect({ credits, items }).toEqual({
      credits: [[3, 8]],
      items: letters.map((text) => [3, { data: text }]),
    });
    dispatcher.receive(3, { type: 'data' });
    await expect(result).rejects.toMatchObject({ code: 'params-invalid', data: { issues: [{ field: 'data' }] } });
  });

  it('that is cancelled gives a handler which waits for input the end of it', async () => {
    let received = 0;
    const { dispatcher } = openDispatcher({
      async *'console.open'(_, { input }) {
        yield { data: 'prompt' };
        for await (const _message of input) received += 1;
        return { exitCode: 7 };
      },
    });
    const abort = new AbortController();
    const result = dispatcher.run('console.open', open, abort.signal);
    dispatcher.receive(3, data('a'));
    await settleAll();
    abort.abort();
    await expect(result).resolves.toEqual({ exitCode: 7 });
    expect(received).toBe(1);
  });

  it('grants no credit for what its handler takes after the call has ended', async () => {
    let input: AsyncIterable<unknown> | undefined;
    const { dispatcher, credits } = openDispatcher({
      async *'console.open'(_, call) {
        input = call.input;
        yield { data: 'prompt' };
        return { exitCode: 0 };
      },
    });
    const result = dispatcher.run('console.open', open, never);
    const sent = letters.map(data);
    for (const message of sent) dispatcher.receive(3, message);
    await result;
    const left: unknown[] = [];
    for await (const message of input ?? []) left.push(message);
    expect({ left, credits }).toEqual({ left: sent, credits: [] });
  });

  it('ends the connection of a client that sends more than the credit', async () => {
    const { dispatcher, violations } = openDispatcher({
      async *'console.open'() {
        await new Promise(() => undefined);
        yield { data: '' };
        return { exitCode: 0 };
      },
    });
    void dispatcher.run('console.open', open, never);
    for (let count = 0; count < streamCredit; count += 1) dispatcher.receive(3, data('a'));
    expect(violations()).toBe(0);
    dispatcher.receive(3, data('a'));
    expect(violations()).toBe(1);
  });
});

describe('a channel whose client sends nothing', () => {
  interface Clock {
    readonly silence: Silence;
    readonly waits: { readonly ms: number; isOver: boolean; end(): void }[];
  }

  function createClock(): Clock {
    const waits: Clock['waits'] = [];
    return {
      waits,
      silence: {
        maxMs: 60_000,
        later(end, ms) {
          const wait = { ms, end, isOver: false };
          waits.push(wait);
          return () => void (wait.isOver = true);
        },
      },
    };
  }

  const archive: Partial<Handlers<string>> = {
    async *'image.import'(_, { input }) {
      for await (const message of input) if (message.type === 'end') break;
      yield* [];
      return fail('cancelled', {});
    },
  };
  const call = { stream: 5, credit: 9, params: { image: 'debian-13' } };

  it('ends with the reason after a limited time, counted from the last that it sent (N6)', async () => {
    const { silence, waits } = createClock();
    const { dispatcher } = openDispatcher(archive, undefined, silence);
    const result = dispatcher.run('image.import', call, never);
    await settleAll();
    dispatcher.receive(5, { type: 'data', data: new Uint8Array(1) });
    await settleAll();
    expect(waits.map(({ ms, isOver }) => [ms, isOver])).toEqual([
      [60_000, true],
      [60_000, false],
    ]);
    waits[1]?.end();
    await expect(result).rejects.toMatchObject({ code: 'client-silent', data: { seconds: 60 } });
  });

  it('is not counted while the helper works on what came, nor at a console (N6)', async () => {
    const { silence, waits } = createClock();
    const { dispatcher } = openDispatcher(
      {
        async *'image.import'() {
          await settleAll();
          yield* [];
          return fail('cancelled', {});
        },
        async *'console.open'(_, { input }) {
          for await (const message of input) yield { data: message.type };
          return { exitCode: 0 };
        },
      },
      undefined,
      silence,
    );
    await expect(dispatcher.run('image.import', call, never)).rejects.toMatchObject({ code: 'cancelled' });
    const end = new AbortController();
    const open = dispatcher.run('console.open', { ...call, params: { name: 'web' } }, end.signal);
    await settleAll();
    expect(waits).toEqual([]);
    end.abort();
    await open.catch(() => undefined);
  });
});
