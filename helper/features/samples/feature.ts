// SPDX-License-Identifier: Apache-2.0
/** What the host and its containers use, as a stream of samples. */

import type { HandlersOf } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import type { LayerUsageOf } from './sampler.ts';
import { createSamples } from './samples.ts';

export interface SamplesFeature {
  readonly handlers: HandlersOf<'sample.watch'>;
  close(): void;
}

export interface SamplesFeatureOptions {
  readonly log: Log;
  readonly layerUsage: LayerUsageOf;
}

export function createSamplesFeature(options: SamplesFeatureOptions): SamplesFeature {
  const samples = createSamples(options);
  return {
    handlers: {
      async *'sample.watch'(params, { signal }) {
        yield* samples.watch(params, signal);
        return {};
      },
    },
    close: samples.close,
  };
}
