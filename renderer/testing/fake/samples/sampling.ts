// SPDX-License-Identifier: Apache-2.0
/** Measures the fake host once a second, and has a past from the start. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { Sample } from '../../../../contract/model/containers/sample.ts';
import { type Broadcast, createBroadcast } from '../broadcast.ts';
import { createSampleSource } from './fake-samples.ts';

interface Sampling {
  /** Holds the samples of the last minutes, oldest first. */
  readonly history: readonly Sample[];
  readonly samples: Broadcast<Sample>;
  stop(): void;
}

interface SamplingOptions {
  readonly now: () => number;
  /** Gives the containers that the host's own helper can measure. */
  readonly measured: () => readonly Container[];
}

/** Measures until it is stopped. `now` gives seconds since the epoch. */
export function beginSampling({ now, measured }: SamplingOptions): Sampling {
  const source = createSampleSource();
  const samples = createBroadcast<Sample>();
  const history: Sample[] = [];
  const begun = now();
  // A thousand containers get a shorter past: to make it must not take longer than to show it.
  const pastSeconds = Math.min(600, Math.ceil(60_000 / Math.max(1, measured().length)));
  for (let ago = pastSeconds; ago > 0; ago -= 1) {
    const isMissing = ago > 340 && ago < 372;
    const sample = source.at(begun - ago, measured());
    if (!isMissing) history.push(sample);
  }

  const timer = setInterval(() => {
    const sample = source.at(now(), measured());
    history.push(sample);
    if (history.length > 660) history.shift();
    samples.send(sample);
  }, 1000);
  return { history, samples, stop: () => clearInterval(timer) };
}
