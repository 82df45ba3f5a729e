// SPDX-License-Identifier: Apache-2.0
/** What isolation costs on this host. */

import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import { type CostOptions, createCosts } from './costs.ts';

export interface BenchmarkFeature {
  readonly handlers: HandlersOf<OperationsOf<'cost'>>;
  readonly recovery: { readonly benchmark: RecoveryStep };
}

export interface BenchmarkFeatureOptions extends CostOptions {
  readonly onTrouble: (container: string, error: unknown) => void;
}

export function createBenchmarkFeature({ onTrouble, ...options }: BenchmarkFeatureOptions): BenchmarkFeature {
  const costs = createCosts(options);
  return {
    handlers: {
      'cost.measure': (params, { signal }) => costs.measure(params, signal),
      'cost.latest': async () => ({ report: costs.latest() ?? null }),
    },
    recovery: { benchmark: () => costs.recover(onTrouble) },
  };
}
