// SPDX-License-Identifier: Apache-2.0
/** What the host and its containers use: a stream of samples, and what is kept of them. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HostPlaces } from '../../lxc/places.ts';
import type { HandlersOf } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import type { LayerUsageOf } from './sampler.ts';
import type { SampleSource } from './ports.ts';
import { createSamples, systemRoots } from './samples.ts';

export interface SamplesFeature {
  readonly source: SampleSource;
  readonly handlers: HandlersOf<'sample.watch' | 'sample.history' | 'sample.rank'>;
  /** Removes what is kept of a container that is removed. */
  forget(container: string): void;
  /** What is kept of a container is that of another name from now on. */
  rename(container: string, to: string): void;
  close(): void;
}

export interface SamplesFeatureOptions {
  readonly log: Log;
  readonly layerUsage: LayerUsageOf;
  readonly places: HostPlaces;
}

export function createSamplesFeature({ places, ...options }: SamplesFeatureOptions): SamplesFeature {
  const samples = createSamples({
    ...options,
    roots: { ...systemRoots, storage: places.state },
    kept: { path: join(places.state, 'history.db'), isThere: (name) => existsSync(join(places.lxc, name)) },
  });
  return {
    source: samples,
    handlers: {
      async *'sample.watch'(params, { signal }) {
        yield* samples.watch(params, signal);
        return {};
      },
      'sample.history': (params) => samples.history(params),
      'sample.rank': (params) => samples.rank(params),
    },
    forget: samples.forget,
    rename: samples.rename,
    close: samples.close,
  };
}
