// SPDX-License-Identifier: Apache-2.0
/** What is given for monitoring, gathered from the other features. */

import { alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import type { AlertState } from '../../../contract/model/alerts/alert.ts';
import type { Metrics } from '../../../contract/model/metrics/metrics.ts';
import type { Sample } from '../../../contract/model/containers/sample.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Denials } from '../denials/ports.ts';
import type { SampleSource } from '../samples/ports.ts';

export interface MetricsFeature {
  readonly handlers: HandlersOf<OperationsOf<'metrics'>>;
}

export interface MetricsFeatureOptions {
  readonly samples: SampleSource;
  readonly containers: Pick<Containers, 'list'>;
  readonly denials: Pick<Denials, 'query' | 'counts' | 'lost'>;
  readonly alerts: () => AlertState;
  readonly disk: () => HostDisk;
  readonly version: string;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** A sample is taken each second; the latest two give the share of the processor. */
const recentSeconds = 3;

export function createMetricsFeature(options: MetricsFeatureOptions): MetricsFeature {
  const { samples, containers, denials, alerts, disk, version, now } = options;
  const startedAt = now();

  async function latestSample(signal: AbortSignal): Promise<Sample | null> {
    for await (const { samples: some } of samples.watch({ intervalMs: 1000, historySeconds: recentSeconds }, signal))
      return some.at(-1) ?? null;
    return null;
  }

  async function read(signal: AbortSignal): Promise<Metrics> {
    const lasting = alerts().alerts.filter(({ endedAt }) => endedAt === null);
    const countOf = (severity: 'warning' | 'critical'): number =>
      lasting.filter(({ kind }) => alertKindOf(kind).severity === severity).length;
    return {
      version,
      startedAt,
      sample: await latestSample(signal),
      disk: disk(),
      containers: (await containers.list(signal)).map(({ name, state, isolation }) => ({
        name,
        isRunning: state !== 'stopped',
        isEnforced: isolation.state === 'isolated' || isolation.state === 'isolated-with-remarks',
        isolation: isolation.state,
      })),
      denials: {
        byContainer: [...denials.counts()],
        causes: (await denials.query({ events: 0 }, signal)).groups.length,
        lost: denials.lost(),
      },
      alerts: { warning: countOf('warning'), critical: countOf('critical') },
    };
  }

  return { handlers: { 'metrics.read': (_, { signal }) => read(signal) } };
}
