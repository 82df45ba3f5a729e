// SPDX-License-Identifier: Apache-2.0
/** Makes up the load of each container of the fake host: waves, bursts, and counters that count up. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { ContainerSample } from '../../../../contract/model/containers/sample.ts';
import { createRandom, type Random } from '../random.ts';
import { trafficOf } from './fake-traffic.ts';

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

/** What a load does at one moment. */
interface Moment {
  /** Says how high the wave is, from 0 to 1. */
  readonly wave: number;
  /** Gives the percent of one processor. */
  readonly cpu: number;
  /** Limits the memory, in bytes. */
  readonly limit: number;
}

const gibibyte = 1024 ** 3;

/** Gives a function that measures a container. Call it with times that grow by about a second. */
export function createLoads(): (container: Container, time: number) => ContainerSample {
  const loads = new Map<string, Load>();
  return (container, time) => {
    const load = loads.get(container.name) ?? beginLoad(container);
    loads.set(container.name, load);
    const isFrozen = container.state === 'frozen';
    const wave = Math.max(0, Math.sin((time / load.period) * 2 * Math.PI)) ** 3;
    const burst = load.random.next() > 0.985 ? load.random.between(20, 60) : 0;
    const cpu = isFrozen ? 0 : load.base * (0.4 + load.random.next() * 0.5) + wave * load.base * 4 + burst;
    const moment = { wave, cpu, limit: container.limits.memoryBytes ?? gibibyte };
    if (!isFrozen) advance(load, moment);
    return measure(container, load, moment);
  };
}

function beginLoad({ name, limits }: Container): Load {
  const random = createRandom(Array.from(name).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  return {
    random,
    base: random.between(1, 14),
    period: random.between(35, 140),
    cpuUsec: random.between(1e8, 1e10),
    memory: (limits.memoryBytes ?? gibibyte) * random.between(0.25, 0.6),
    read: random.between(1e7, 1e9),
    write: random.between(1e7, 1e9),
    received: 1e7,
    sent: 1e7,
    disk: (limits.diskBytes ?? 10 * gibibyte) * random.between(0.03, 0.3),
  };
}

function advance(load: Load, { wave, cpu, limit }: Moment): void {
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

function measure(container: Container, load: Load, { wave, cpu, limit }: Moment): ContainerSample {
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
    interfaces: trafficOf(container.name, load),
    oomKills: 0,
    pressure: {
      cpu: wave * 12 + load.random.next(),
      memory: load.memory > limit * 0.85 ? load.random.between(2, 9) : 0,
      io: wave * 4 + load.random.next() * 0.5,
    },
  };
}

/** Near its limit of processors, where it has one. */
function isThrottled({ limits: { cpus } }: Container, cpuPercent: number): boolean {
  return cpus !== null && cpuPercent > cpus * 60;
}

/** Gives the value, or the bound that it is beyond. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
