// SPDX-License-Identifier: Apache-2.0
/**
 * Samples that move believably: each container has a load of its own, counters count up, and one moment was not
 * measured.
 */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { ContainerSample, InterfaceTraffic, Sample } from '../../../contract/model/containers/sample.ts';
import { createRandom, type Random } from './random.ts';

interface Load {
  readonly random: Random;
  readonly base: number;
  readonly period: number;
  cpuUsec: number;
  memory: number;
  read: number;
  write: number;
  received: number;
  sent: number;
  disk: number;
}

export interface SampleSource {
  /** Gives the sample of this moment. Call it with times that grow by about a second. */
  at(time: number, containers: readonly Container[]): Sample;
}

const gibibyte = 1024 ** 3;
/**
 * Names the interfaces of the host, and of the containers that have more than one, such as a container that runs
 * containers of its own.
 */
const hostInterfaces = ['enp1s0', 'enp2s0'];
const innerInterfaces: ReadonlyMap<string, readonly string[]> = new Map([
  ['web', ['eth0', 'wg0']],
  ['build-runner', ['eth0', 'docker0', 'br-4f1c7a']],
]);
/** Parts of the traffic that the first, the second and further interfaces have. */
const parts = [0.7, 0.25, 0.05];

export function interfacesOf(container: string | undefined): readonly string[] {
  return container === undefined ? hostInterfaces : (innerInterfaces.get(container) ?? []);
}

/** Gives the share of the traffic that the interface with this index has. */
export function partOfTraffic(index: number): number {
  return parts[index] ?? 0.01;
}

function trafficOf(
  names: readonly string[],
  { received, sent }: { readonly received: number; readonly sent: number },
): InterfaceTraffic[] {
  return names.map((name, index) => ({
    name,
    rxBytes: Math.round(received * partOfTraffic(index)),
    txBytes: Math.round(sent * partOfTraffic(index)),
  }));
}

export function createSampleSource(): SampleSource {
  const loads = new Map<string, Load>();
  const random = createRandom(7);
  const host = { read: 4e9, write: 9e9, received: 5e9, sent: 2e9 };

  function loadOf(container: Container): Load {
    const known = loads.get(container.name);
    if (known !== undefined) return known;
    const own = createRandom(Array.from(container.name).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
    const limit = container.limits.memoryBytes ?? gibibyte;
    const load: Load = {
      random: own,
      base: own.between(1, 14),
      period: own.between(35, 140),
      cpuUsec: own.between(1e8, 1e10),
      memory: limit * own.between(0.25, 0.6),
      read: own.between(1e7, 1e9),
      write: own.between(1e7, 1e9),
      received: 1e7,
      sent: 1e7,
      disk: (container.limits.diskBytes ?? 10 * gibibyte) * own.between(0.03, 0.3),
    };
    loads.set(container.name, load);
    return load;
  }

  function sampleOf(container: Container, time: number): ContainerSample {
    const load = loadOf(container);
    const isFrozen = container.state === 'frozen';
    const wave = Math.max(0, Math.sin((time / load.period) * 2 * Math.PI)) ** 3;
    const burst = load.random.next() > 0.985 ? load.random.between(20, 60) : 0;
    const cpu = isFrozen ? 0 : load.base * (0.4 + load.random.next() * 0.5) + wave * load.base * 4 + burst;
    const limit = container.limits.memoryBytes ?? gibibyte;
    if (!isFrozen) {
      load.memory = clamp(
        load.memory * (1 + load.random.between(-0.006, 0.0062)) + wave * limit * 0.001,
        limit * 0.15,
        limit * 0.93,
      );
      load.cpuUsec += cpu * 1e4;
      load.read += load.random.next() > 0.97 ? load.random.between(0, 3e6) : 0;
      load.write += load.random.between(0, 4e5) + wave * 2e6;
      load.received += load.random.between(2e3, 6e4) + wave * 9e5;
      load.disk += load.random.between(-1e6, 1.2e6) + wave * 2e7;
      load.sent += load.random.between(2e3, 9e4) + wave * 2.2e6;
    }
    return {
      name: container.name,
      cpuUsec: Math.round(load.cpuUsec),
      cpuPercent: cpu,
      throttledPercent: isThrottled(container, cpu) ? load.random.between(20, 80) : 0,
      memoryBytes: Math.round(load.memory),
      memoryAnon: Math.round(load.memory * 0.62),
      memoryFile: Math.round(load.memory * 0.31),
      memoryKernel: Math.round(load.memory * 0.05),
      memoryMax: container.limits.memoryBytes,
      diskBytes: Math.round(load.disk),
      diskMax: container.limits.diskBytes,
      diskInodes: Math.round(load.disk / 40_000),
      diskInodesMax: container.limits.diskInodes,
      pids: 9 + Math.round(load.base * 2 + wave * 6),
      ioReadBytes: Math.round(load.read),
      ioWriteBytes: Math.round(load.write),
      netRxBytes: Math.round(load.received),
      netTxBytes: Math.round(load.sent),
      interfaces: trafficOf(interfacesOf(container.name), load),
      oomKills: 0,
      pressure: {
        cpu: wave * 12 + load.random.next(),
        memory: load.memory > limit * 0.85 ? load.random.between(2, 9) : 0,
        io: wave * 4 + load.random.next() * 0.5,
      },
    };
  }

  return {
    at(time, containers) {
      const samples = containers
        .filter((container) => container.state === 'running' || container.state === 'frozen')
        .map((container) => sampleOf(container, time));
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
          interfaces: trafficOf(hostInterfaces, host),
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

/** Near its limit of processors, where it has one. */
function isThrottled({ limits: { cpus } }: Container, cpuPercent: number): boolean {
  return cpus !== null && cpuPercent > cpus * 60;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
