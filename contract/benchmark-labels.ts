// SPDX-License-Identifier: Apache-2.0
/** The words for kinds of work, places and steps of a measurement: the same in the window and in a terminal. */

import type { BenchmarkClass, BenchmarkPlace, BenchmarkStep } from './model/benchmark.ts';

export const benchmarkClassLabels: Readonly<Record<BenchmarkClass, string>> = {
  cpu: 'Computing',
  memory: 'Memory bandwidth',
  syscall: 'System calls',
  'file-metadata': 'Files created and removed',
  'file-throughput': 'Files written and read',
  pipe: 'Pipe',
  loopback: 'Loopback network',
  process: 'Processes created',
};

export const benchmarkPlaceLabels: Readonly<Record<BenchmarkPlace, string>> = {
  host: 'bare host',
  plain: 'plain LXC',
  bulkhead: 'Bulkhead',
};

export const benchmarkStepLabels: Readonly<Record<BenchmarkStep, string>> = {
  check: 'looking at the host',
  'copy-tool': 'copying the measuring tool',
  create: 'making two throw-away containers',
  start: 'starting both',
  measure: 'measuring',
  remove: 'removing both containers',
};
