// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createArrivals } from './arrivals.ts';

it('takes an arrival for recent in four turns of the event loop, and then does nothing more', () => {
  const due: (() => void)[] = [];
  const arrivals = createArrivals((run) => due.push(run));
  const turn = (): readonly number[] => {
    for (const run of due.splice(0)) run();
    return [...arrivals.recent()];
  };
  arrivals.note(1);
  expect([[...arrivals.recent()], turn()]).toEqual([[1], [1]]);
  arrivals.note(2);
  expect([turn(), turn(), turn(), turn()]).toEqual([[1, 2], [1, 2], [2], []]);
  expect(due).toEqual([]);
});
