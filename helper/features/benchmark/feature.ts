// SPDX-License-Identifier: Apache-2.0
/** What isolation costs on this host. */

import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import { type BenchmarkOptions, createBenchmark } from './run-benchmark.ts';

export interface BenchmarkFeature {
  readonly handlers: HandlersOf<OperationsOf<'benchmark'>>;
  readonly recovery: { readonly benchmark: RecoveryStep };
}

export interface BenchmarkFeatureOptions extends BenchmarkOptions {
  readonly onTrouble: (container: string, error: unknown) => void;
}

export function createBenchmarkFeature({ onTrouble, ...options }: BenchmarkFeatureOptions): BenchmarkFeature {
  const costs = createBenchmark(options);
  return {
    handlers: {
      'benchmark.run': (params, { signal }) => costs.measure(params, signal),
      'benchmark.latest': async () => ({ report: costs.latest() ?? null }),
    },
    recovery: { benchmark: () => costs.recover(onTrouble) },
  };
}
