// SPDX-License-Identifier: Apache-2.0
/**
 * Samples that move believably: each container has a load of its own, counters count up, and one moment was not
 * measured.
 */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { Sample } from '../../../../contract/model/containers/sample.ts';
import { createRandom } from '../random.ts';
import { clamp, createLoads } from './fake-loads.ts';
import { trafficOf } from './fake-traffic.ts';

export interface SampleSource {
  /** Gives the sample of this moment. Call it with times that grow by about a second. */
  at(time: number, containers: readonly Container[]): Sample;
}

const gibibyte = 1024 ** 3;

/** Gives samples of the host and of its containers that are up. */
export function createSampleSource(): SampleSource {
  const loadOf = createLoads();
  const random = createRandom(7);
  const host = { read: 4e9, write: 9e9, received: 5e9, sent: 2e9 };

  return {
    at(time, containers) {
      const samples = containers
        .filter((container) => container.state === 'running' || container.state === 'frozen')
        .map((container) => loadOf(container, time));
      const sum = samples.reduce((total, sample) => total + (sample.cpuPercent ?? 0), 0);
      const memory = samples.reduce((total, sample) => total + (sample.memoryBytes ?? 0), 0);
      host.read += random.next() > 0.94 ? random.between(0, 2e7) : random.between(0, 2e5);
      host.write += random.between(1e5, 9e5) + (Math.sin(time / 40) > 0.9 ? 6e6 : 0);
      host.received += random.between(1e4, 4e5) + (Math.sin(time / 55) > 0.8 ? 4e6 : 0);
      host.sent += random.between(1e4, 2e5) + (Math.sin(time / 55) > 0.9 ? 2e6 : 0);
      return {
        time,
        host: {
          cpuPercent: clamp(sum / 8 + random.between(2, 4), 0, 100),
          memoryBytes: memory + 1.4 * gibibyte,
          memoryTotal: 16 * gibibyte,
          load: sum / 100 + 0.3,
          ioReadBytes: Math.round(host.read),
          ioWriteBytes: Math.round(host.write),
          netRxBytes: Math.round(host.received),
          netTxBytes: Math.round(host.sent),
          interfaces: trafficOf(undefined, host),
          diskBytes: 126 * gibibyte + samples.reduce((total, { diskBytes }) => total + (diskBytes ?? 0), 0),
          diskTotal: 200 * gibibyte,
          pressure: {
            cpu: clamp(sum / 40, 0, 100),
            memory: 0,
            io: Math.sin(time / 40) > 0.9 ? random.between(2, 4) : random.between(0, 0.3),
          },
        },
        containers: samples,
      };
    },
  };
}
