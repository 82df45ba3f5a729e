// SPDX-License-Identifier: Apache-2.0
/** The words for kinds of work, places and steps of a measurement: the same in the window and in a terminal. */

import type { CostClass, CostPlace, CostStep } from './model/cost.ts';

export const costClassWords: Readonly<Record<CostClass, string>> = {
  cpu: 'Computing',
  memory: 'Memory bandwidth',
  syscall: 'System calls',
  'file-metadata': 'Files made and removed',
  'file-throughput': 'Files written and read',
  pipe: 'Pipe',
  loopback: 'Loopback network',
  process: 'Processes made',
};

export const costPlaceWords: Readonly<Record<CostPlace, string>> = {
  host: 'bare host',
  plain: 'plain LXC',
  bulkhead: 'Bulkhead',
};

export const costStepWords: Readonly<Record<CostStep, string>> = {
  check: 'looking at the host',
  'copy-tool': 'copying the measuring tool',
  create: 'making two throw-away containers',
  start: 'starting both',
  measure: 'measuring',
  remove: 'removing both containers',
};
