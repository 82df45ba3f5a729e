// SPDX-License-Identifier: Apache-2.0
/** What the fake host gives for monitoring. */

import type { Metrics } from '../../../contract/model/metrics/metrics.ts';
import type { FakeHost } from './fake-host.ts';

export async function fakeMetrics(host: FakeHost, disk: Metrics['disk']): Promise<Metrics> {
  const { groups, lost } = host.denials.view(undefined, 0);
  return {
    version: '0.1.0',
    startedAt: host.now() - 3600,
    sample: host.history.at(-1) ?? null,
    disk,
    containers: [...host.containers.values()].map(({ name, state, isolation }) => ({
      name,
      isRunning: state !== 'stopped',
      isEnforced: isolation.state === 'isolated' || isolation.state === 'isolated-with-remarks',
      isolation: isolation.state,
    })),
    denials: { byContainer: [], causes: groups.length, lost },
    alerts: { warning: 0, critical: 0 },
  };
}
