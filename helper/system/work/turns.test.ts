// SPDX-License-Identifier: Apache-2.0
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import { createTurns } from './turns.ts';

const never = new AbortController().signal;

/** A task that ends on command, and the tasks that have begun so far. */
function tasks(): { readonly begun: string[]; end(): Promise<void>; make(name: string): () => Promise<string> } {
  const begun: string[] = [];
  const running: (() => void)[] = [];
  return {
    begun,
    async end() {
      running.shift()?.();
      await nextTurn();
      await nextTurn();
    },
    make: (name) => () =>
      new Promise((resolve) => {
        begun.push(name);
        running.push(() => resolve(name));
      }),
  };
}

describe('turns', () => {
  it('lets the next of each owner begin in turns, however many one of them has (review F4)', async () => {
    const { begun, end, make } = tasks();
    const turns = createTurns({ each: 1, together: 2 });
    const all = ['a1', 'a2', 'a3', 'a4'].map((name) => turns.run(1, make(name), never));
    all.push(...['b1', 'b2'].map((name) => turns.run(2, make(name), never)), turns.run(3, make('c1'), never));
    expect(begun).toEqual(['a1', 'b1']);
    for (let ended = 0; ended < 7; ended += 1) await end();
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']);
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });

  it('begins at once where nobody waits, and no more than each may have', async () => {
    const { begun, make } = tasks();
    const turns = createTurns({ each: 2 });
    for (const name of ['a1', 'a2', 'a3']) void turns.run(1, make(name), never);
    void turns.run(2, make('b1'), never);
    expect(begun).toEqual(['a1', 'a2', 'b1']);
  });

  it('begins no more than each may have also after one of them, or of another owner, has ended', async () => {
    const { begun, end, make } = tasks();
    const turns = createTurns({ each: 2 });
    for (const name of ['a1', 'a2']) void turns.run(1, make(name), never);
    await end();
    for (const name of ['a3', 'a4']) void turns.run(1, make(name), never);
    expect(begun).toEqual(['a1', 'a2', 'a3']);
    const other = tasks();
    void turns.run(2, other.make('b1'), never);
    await other.end();
    expect(begun).toEqual(['a1', 'a2', 'a3']);
  });

  it('lets nobody overtake his own tasks that wait', async () => {
    const begun: string[] = [];
    const turns = createTurns({ each: 1 });
    const task = (name: string) => async (): Promise<void> => void begun.push(name);
    const late = turns.run(1, task('a1'), never).then(() => turns.run(1, task('a3'), never));
    await Promise.all([turns.run(1, task('a2'), never), late]);
    expect(begun).toEqual(['a1', 'a2', 'a3']);
  });

  it('lets one task of an owner begin in a turn of the event loop, also when several end in one (E6)', async () => {
    const { begun, end, make } = tasks();
    const turns = createTurns({ each: 2 });
    for (const name of ['a1', 'a2', 'a3', 'a4']) void turns.run(1, make(name), never);
    void end();
    await end();
    expect(begun).toEqual(['a1', 'a2', 'a3']);
    await nextTurn();
    expect(begun).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  it('lets one task of an owner begin in a turn of the event loop, also when tasks end at once (review F4) (E6)', async () => {
    const order: string[] = [];
    const { end, make } = tasks();
    const turns = createTurns({ each: 1 });
    const first = turns.run(1, make('first'), never);
    const rest = [1, 2, 3].map((number) => turns.run(1, async () => void order.push(`task ${number}`), never));
    void end();
    await first;
    for (let turn = 1; turn <= 3; turn += 1) {
      await nextTurn();
      order.push(`turn ${turn}`);
    }
    await Promise.all(rest);
    expect(order.join(', ')).not.toMatch(/task \d, task/);
  });

  it('forgets one that is cancelled while it waits, and goes on to the next', async () => {
    const { begun, end, make } = tasks();
    const turns = createTurns({ each: 1 });
    const leaving = new AbortController();
    const first = turns.run(1, make('first'), never);
    const second = turns.run(1, make('second'), leaving.signal).catch((error: unknown) => String(error));
    const third = turns.run(1, make('third'), never);
    leaving.abort('gone');
    expect(await second).toBe('gone');
    await end();
    await end();
    expect([await first, await third, begun]).toEqual(['first', 'third', ['first', 'third']]);
  });

  it('lets only so many of one owner wait, and goes on after a task that fails', async () => {
    const turns = createTurns({ each: 1, waiting: 1, what: 'compilations' });
    const outcomes = [1, 2, 3].map(() =>
      turns
        .run(
          1,
          async () => {
            await nextTurn();
            throw new Error('broken');
          },
          never,
        )
        .catch((error: unknown) => (isFailure(error) ? error.message : String(error))),
    );
    expect(await Promise.all(outcomes)).toEqual([
      'Error: broken',
      'Error: broken',
      'cannot begin: the limit of 1 compilations of one user that wait is reached; wait for another to end',
    ]);
    expect(await turns.run(1, async () => 'fine', never)).toBe('fine');
  });

  it('lets the owner of what has just arrived go first, but waits for him no longer than some turns (review F4)', async () => {
    const recent = new Set<number>();
    const { begun, end, make } = tasks();
    const turns = createTurns({ each: 1, recent: () => recent });
    for (const name of ['a1', 'a2', 'a3']) void turns.run(1, make(name), never);
    recent.add(2);
    await end();
    expect(begun).toEqual(['a1']);
    void turns.run(2, make('b1'), never);
    await nextTurn();
    expect(begun).toEqual(['a1', 'b1', 'a2']);
    recent.delete(2);
    recent.add(3);
    await end();
    await end();
    expect(begun).toEqual(['a1', 'b1', 'a2']);
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    expect(begun).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('waits without work for the processor', async () => {
    const { end, make } = tasks();
    const turns = createTurns({ each: 1 });
    for (const name of ['a1', 'a2', 'a3']) void turns.run(1, make(name), never);
    await end();
    const immediates = process.getActiveResourcesInfo().filter((kind) => kind === 'Immediate');
    expect(immediates).toEqual([]);
  });

  it('begins in the end what let others go first, also where nothing ends meanwhile', async () => {
    const { begun, make } = tasks();
    const turns = createTurns({ each: 2, recent: () => [2] });
    void turns.run(1, make('a1'), never);
    expect(begun).toEqual(['a1']);
    void turns.run(1, make('a2'), never);
    expect(begun).toEqual(['a1']);
    for (let turn = 0; turn < 6; turn += 1) await nextTurn();
    expect(begun).toEqual(['a1', 'a2']);
  });
});
