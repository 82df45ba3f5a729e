// SPDX-License-Identifier: Apache-2.0
/** What the host and its containers use: a stream of samples, and what is kept of them. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HostPlaces } from '../../lxc/places.ts';
import type { HandlersOf } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import type { SubscribeEvents } from '../events.ts';
import type { LayerUsageOf } from './sampler.ts';
import type { SampleSource } from './ports.ts';
import { createSamples, systemRoots } from './samples.ts';

export interface SamplesFeature {
  readonly source: SampleSource;
  readonly handlers: HandlersOf<'sample.watch' | 'sample.history' | 'sample.rank'>;
  close(): void;
}

export interface SamplesFeatureOptions {
  readonly log: Log;
  readonly layerUsage: LayerUsageOf;
  readonly places: HostPlaces;
  readonly events: SubscribeEvents;
}

export function createSamplesFeature({ places, events, ...options }: SamplesFeatureOptions): SamplesFeature {
  const samples = createSamples({
    ...options,
    roots: { ...systemRoots, storage: places.state },
    kept: { path: join(places.state, 'history.db'), isThere: (name) => existsSync(join(places.lxc, name)) },
  });
  // What is kept of a container goes with it, and with its name.
  events.on('removed', ({ name }) => samples.forget(name));
  events.on('renamed', ({ name, to }) => samples.rename(name, to));
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
    close: samples.close,
  };
}
