// SPDX-License-Identifier: Apache-2.0
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../contract/errors.ts';
import type { OperationName } from '../../contract/operations/index.ts';
import { createFairness } from './fairness.ts';
import { createMessageTurns } from './message-turns.ts';

const never = new AbortController().signal;
const forever = (): Promise<never> => new Promise(() => undefined);

function given(): { readonly began: string[]; begin(uid: number, name: OperationName): Promise<string> } {
  const fairness = createFairness({ readsPerUser: 2, changesPerUser: 1, heavyPerUser: 1, streamsPerUser: 3 });
  const began: string[] = [];
  return {
    began,
    begin: (uid, name) =>
      fairness
        .run({ uid, name, signal: never }, () => (began.push(`${uid} ${name}`), forever()))
        .catch((error: unknown) => (isFailure(error) ? error.code : String(error))),
  };
}

describe('fairness', () => {
  it('lets few requests of one user run, and all the same those of another (review F4) (E1)', async () => {
    const { began, begin } = given();
    for (let count = 0; count < 480; count += 1) void begin(1, 'host.info');
    void begin(2, 'host.info');
    await nextTurn();
    expect(began).toEqual(['1 host.info', '1 host.info', '2 host.info']);
  });

  it('does not count streams that watch, nor consoles, among the requests, but has an end for them (review F4)', async () => {
    const { began, begin } = given();
    for (const name of ['container.watch', 'sample.watch', 'console.open'] as const) void begin(1, name);
    expect(await begin(1, 'denial.watch')).toBe('too-busy');
    void begin(1, 'host.info');
    void begin(2, 'denial.watch');
    await nextTurn();
    expect(began).toEqual(['1 container.watch', '1 sample.watch', '1 console.open', '1 host.info', '2 denial.watch']);
  });

  it('lets a user read while his changes wait, and look through the host once at a time (review F4)', async () => {
    const { began, begin } = given();
    for (const name of ['container.start', 'container.stop', 'isolation.audit', 'label.verify', 'host.info'] as const)
      void begin(1, name);
    await nextTurn();
    expect(began).toEqual(['1 container.start', '1 isolation.audit', '1 host.info']);
  });
});

describe('turns of messages', () => {
  it('hands on one message of each user in each turn, however many there are (review F4)', () => {
    const due: (() => void)[] = [];
    const handled: string[] = [];
    const turns = createMessageTurns((run) => due.push(run));
    for (const name of ['a1', 'a2', 'a3']) turns.next(1, () => handled.push(name));
    turns.next(2, () => handled.push('b1'));
    const rounds = [handled.splice(0).join(' ')];
    while (due.length > 0) {
      for (const run of due.splice(0)) run();
      rounds.push(handled.splice(0).join(' '));
    }
    expect(rounds).toEqual(['a1 b1', 'a2', 'a3', '']);
    turns.next(1, () => handled.push('a4'));
    expect(handled).toEqual(['a4']);
  });

  it('goes on after a message that fails', () => {
    const due: (() => void)[] = [];
    const handled: string[] = [];
    const turns = createMessageTurns((run) => due.push(run));
    turns.next(1, () => handled.push('first'));
    turns.next(1, () => {
      throw new Error('broken');
    });
    turns.next(1, () => handled.push('next'));
    expect(due.shift()).toThrow('broken');
    due.shift()?.();
    expect(handled).toEqual(['first', 'next']);
  });
});
