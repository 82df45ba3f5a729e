// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createMessageTurns } from '../server/message-turns.ts';
import { createRates } from '../system/work/rates.ts';
import { createTextTurns } from './text-turns.ts';

it('lets a user who sends much text wait, and nobody else (N8)', () => {
  let time = 0;
  const waits: { readonly ms: number; run(): void }[] = [];
  const loop: (() => void)[] = [];
  const next = createTextTurns({
    turns: createMessageTurns((run) => loop.push(run)),
    rates: createRates({ perSecond: 1000, burst: 1000, now: () => time }),
    later: (run, ms) => waits.push({ ms, run }),
  });
  const handled: string[] = [];
  next({ uid: 1000, textBytes: 1000 }, () => handled.push('first'));
  next({ uid: 1000, textBytes: 500 }, () => handled.push('second'));
  next({ uid: 0, textBytes: 1000 }, () => handled.push('of another'));
  expect(handled).toEqual(['first', 'of another']);
  expect(waits.map(({ ms }) => ms)).toEqual([500]);
  time += 500;
  loop.splice(0).forEach((run) => run());
  waits[0]?.run();
  expect(handled).toEqual(['first', 'of another', 'second']);
});
