// SPDX-License-Identifier: Apache-2.0
/** Measures the cost of isolation on the fake host, as on a machine of middling size. */

import {
  type BenchmarkClass,
  benchmarkClassSchema,
  type BenchmarkReport,
  benchmarkPlaceSchema,
  benchmarkStepSchema,
} from '../../../contract/model/benchmark.ts';
import type { Item, Params } from '../../../contract/operations/index.ts';
import type { FakeHost } from './fake-host.ts';
import { pause } from './pause.ts';

const ratios: Readonly<Record<BenchmarkClass, readonly [plain: number, bulkhead: number, spread: number]>> = {
  cpu: [1, 0.997, 0.004],
  memory: [1.002, 0.996, 0.011],
  syscall: [0.998, 0.972, 0.012],
  'file-metadata': [0.991, 0.684, 0.035],
  'file-throughput': [0.997, 0.961, 0.028],
  pipe: [0.995, 0.978, 0.019],
  loopback: [0.981, 0.957, 0.024],
  process: [0.985, 0.953, 0.03],
};

/** Gives the progress at which a step begins; the others are short. */
const fractions: Readonly<Partial<Record<string, number>>> = { measure: 0.1, remove: 0.97 };

const kept = new WeakMap<FakeHost, BenchmarkReport>();

export async function* fakeBenchmarkRun(
  host: FakeHost,
  { rounds, seconds, classes = benchmarkClassSchema().options }: Params<'benchmark.run'>,
  signal: AbortSignal,
): AsyncGenerator<Item<'benchmark.run'>, BenchmarkReport, undefined> {
  const startedAt = host.now();
  for (const step of benchmarkStepSchema().options) {
    yield { type: 'step', step, fraction: fractions[step] ?? 0.03 };
    await pause(250, signal);
    if (step !== 'measure') continue;
    for (const [index, work] of classes.entries()) {
      for (const place of benchmarkPlaceSchema().options)
        yield { type: 'run', round: 0, class: work, place, rate: 1000, fraction: 0.1 + (0.8 * index) / classes.length };
      await pause(150, signal);
    }
  }
  const report = reportOf(host, { startedAt, rounds, seconds, classes });
  kept.set(host, report);
  return report;
}

export function fakeBenchmarkReport(host: FakeHost): BenchmarkReport | null {
  return kept.get(host) ?? null;
}

function reportOf(
  host: FakeHost,
  {
    startedAt,
    rounds,
    seconds,
    classes,
  }: {
    readonly startedAt: number;
    readonly rounds: number;
    readonly seconds: number;
    readonly classes: readonly BenchmarkClass[];
  },
): BenchmarkReport {
  return {
    version: 1,
    startedAt,
    endedAt: host.now(),
    machine: {
      name: host.hostname,
      kernel: '6.12.57+deb13-amd64',
      processor: 'AMD EPYC 7443P 24-Core Processor',
      cpus: 8,
      memoryBytes: 16 * 1024 ** 3,
      virtualization: 'kvm',
      selinux: host.selinux,
      helper: '0.1.0',
      fileSystem: 'ext2/ext3',
    },
    image: 'debian-13',
    tool: 'stress-ng 0.19.02',
    rounds,
    seconds,
    load: { before: 0.12, after: 1.04 },
    rows: classes.map((work) => {
      const [plain, bulkhead, spread] = ratios[work];
      const rates = (ratio: number): number[] =>
        Array.from({ length: rounds }, (_, round) => 1000 * (ratio + spread * (((round % 3) - 1) / 2)));
      const around = (median: number) => ({ median, low: median - spread / 2, high: median + spread / 2 });
      return {
        class: work,
        stressor: work,
        rates: { host: rates(1), plain: rates(plain), bulkhead: rates(bulkhead) },
        plain: around(plain),
        bulkhead: around(bulkhead),
      };
    }),
    remarks: [
      'This host is itself a virtual machine (kvm): page faults, interrupts and process creation cost more than on hardware.',
    ],
  };
}
