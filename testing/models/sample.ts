// SPDX-License-Identifier: Apache-2.0
/** Samples of resources for tests. */

import type { ContainerSample, Sample } from '../../contract/model/containers/sample.ts';

function fakeContainerSample(name: string): ContainerSample {
  return {
    name,
    cpuUsec: 123_456,
    cpuPercent: 12.5,
    throttledPercent: 0,
    memoryBytes: 64 * 1024 * 1024,
    memoryAnon: 40 * 1024 * 1024,
    memoryFile: 20 * 1024 * 1024,
    memoryKernel: 4 * 1024 * 1024,
    memoryMax: 512 * 1024 * 1024,
    pids: 9,
    diskBytes: 2048,
    diskMax: 10 * 1024 ** 3,
    diskInodes: 7,
    diskInodesMax: 500_000,
    ioReadBytes: 4096,
    ioWriteBytes: 8192,
    netRxBytes: 100,
    netTxBytes: 200,
    interfaces: [],
    oomKills: 0,
    pressure: { cpu: 0.5, memory: 0, io: null },
  };
}

export function fakeSample(time: number, names: readonly string[]): Sample {
  const pressure = { cpu: 0, memory: 0, io: 0 };
  return {
    time,
    host: {
      cpuPercent: 1,
      memoryBytes: 1,
      memoryTotal: 2,
      load: 0,
      ioReadBytes: 0,
      ioWriteBytes: 0,
      netRxBytes: 0,
      netTxBytes: 0,
      interfaces: [],
      diskBytes: 1,
      diskTotal: 2,
      pressure,
    },
    containers: names.map(fakeContainerSample),
  };
}
