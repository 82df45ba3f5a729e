// SPDX-License-Identifier: Apache-2.0
/** The words for kinds of work, places and steps of a measurement: the same in the window and in a terminal. */

import type { BenchmarkClass, BenchmarkPlace, BenchmarkStep } from '../../model/benchmark.ts';
import { t } from '../../text.ts';

export const benchmarkClassLabels: Readonly<Record<BenchmarkClass, string>> = {
  cpu: t('Computing'),
  memory: t('Memory bandwidth'),
  syscall: t('System calls'),
  'file-metadata': t('Files created and removed'),
  'file-throughput': t('Files written and read'),
  pipe: t('Pipe'),
  loopback: t('Loopback network'),
  process: t('Processes created'),
};

export const benchmarkPlaceLabels: Readonly<Record<BenchmarkPlace, string>> = {
  host: t('bare host'),
  plain: t('plain LXC'),
  bulkhead: 'Bulkhead',
};

export const benchmarkStepLabels: Readonly<Record<BenchmarkStep, string>> = {
  check: t('looking at the host'),
  'copy-tool': t('copying the measuring tool'),
  create: t('making two throw-away containers'),
  start: t('starting both'),
  measure: t('measuring'),
  remove: t('removing both containers'),
};
