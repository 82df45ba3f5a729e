// SPDX-License-Identifier: Apache-2.0
/**
 * The kinds of work that are measured, as stress-ng does them: one process each, so that no two of it compete for a
 * processor.
 */

import type { BenchmarkClass } from '../../../contract/model/benchmark.ts';

export const stressors: Readonly<Record<BenchmarkClass, readonly [name: string, ...settings: readonly string[]]>> = {
  // Floating point in small pieces: an operation ends often, so that short runs are exact.
  cpu: ['cpu', '--cpu-method', 'fft'],
  memory: ['memcpy'],
  // A write of one byte to /dev/null: little but the way into the kernel and back, with a look of each layer at it.
  syscall: ['null'],
  'file-metadata': ['dentry', '--dentries', '128'],
  'file-throughput': ['hdd', '--hdd-bytes', '8M', '--hdd-write-size', '64K'],
  pipe: ['pipe'],
  loopback: ['udp'],
  process: ['fork'],
};

/** The arguments after the tool's own path. */
export function workArguments(
  work: BenchmarkClass,
  { seconds, folder, result }: { readonly seconds: number; readonly folder: string; readonly result: string },
): readonly string[] {
  const [name, ...settings] = stressors[work];
  return [
    `--${name}`,
    '1',
    ...settings,
    '--timeout',
    `${seconds}s`,
    '--temp-path',
    folder,
    '--metrics',
    '--no-rand-seed',
    '--quiet',
    '--yaml',
    result,
  ];
}

/** Operations a second of real time, out of what the tool wrote; undefined when it measured nothing. */
export function rateOf(text: string): number | undefined {
  const rate = Number(/^\s*bogo-ops-per-second-real-time:\s*([0-9.]+)\s*$/m.exec(text)?.[1]);
  return Number.isFinite(rate) && rate > 0 ? rate : undefined;
}
