// SPDX-License-Identifier: Apache-2.0
/**
 * The last ten minutes of samples. The rings are filled in place and kept outside the state; `time` tells that they
 * moved, so that 100 containers at 1 Hz make no garbage and re-render only what draws them.
 */

import { create } from 'zustand';
import type { ContainerSample, Sample } from '../../../contract/model/containers/sample.ts';
import type { Client } from '../../../rpc/client.ts';
import { registerFeed } from '../../host/feeds.ts';
import { onHostLeft } from '../../host/host-stores.ts';
import { createTraffic, type TrafficOfInterfaces, type TrafficRing } from './traffic.ts';
import { createUsage, usageSeconds, type LiveColumn, type Usage, type UsageRing } from './usage.ts';

interface SamplesState {
  /** Time of the newest sample: the right edge of every chart. */
  readonly time: number;
  /** Raised when the rings start again. */
  readonly generation: number;
}

export const useSamples = create<SamplesState>(() => ({ time: 0, generation: 0 }));
registerFeed('samples', followSamples);
onHostLeft(clearSamples);

let host: Usage = createUsage();
let containers = new Map<string, Usage>();
let hostTraffic = createTraffic();
let containerTraffic = new Map<string, TrafficOfInterfaces>();
let memoryTotal = Number.NaN;
let diskTotal = Number.NaN;
let load = Number.NaN;
let oomKills = new Map<string, readonly number[]>();
let oomCounts = new Map<string, number>();

async function followSamples(client: Client, onReady: () => void): Promise<void> {
  let isFirst = true;
  for await (const { samples } of client.stream('sample.watch', { historySeconds: usageSeconds })) {
    if (isFirst) clearSamples();
    isFirst = false;
    for (const sample of samples) addSample(sample);
    useSamples.setState({ time: samples.at(-1)?.time ?? useSamples.getState().time });
    onReady();
  }
}

function clearSamples(): void {
  host = createUsage();
  containers = new Map();
  hostTraffic = createTraffic();
  containerTraffic = new Map();
  oomKills = new Map();
  oomCounts = new Map();
  memoryTotal = Number.NaN;
  diskTotal = Number.NaN;
  load = Number.NaN;
  useSamples.setState(({ generation }) => ({ time: 0, generation: generation + 1 }));
}

export function hostRing(): UsageRing {
  return host.ring;
}

export function containerRing(name: string): UsageRing | undefined {
  return containers.get(name)?.ring;
}

const noInterfaces: readonly string[] = [];

/** The interfaces of a container, or of the host, where there is more than one. */
export function interfaceNames(container: string | undefined): readonly string[] {
  return trafficOf(container)?.names ?? noInterfaces;
}

export function interfaceRing(container: string | undefined, name: string): TrafficRing | undefined {
  return trafficOf(container)?.ring(name);
}

function trafficOf(container: string | undefined): TrafficOfInterfaces | undefined {
  return container === undefined ? hostTraffic : containerTraffic.get(container);
}

/** Times at which the kernel's OOM killer struck in a container, while the window watched. */
export function oomKillsOf(name: string): readonly number[] {
  return oomKills.get(name) ?? [];
}

export function hostFacts(): { readonly memoryTotal: number; readonly diskTotal: number; readonly load: number } {
  return { memoryTotal, diskTotal, load };
}

/** The newest value of a column, NaN when the newest sample does not have it. */
export function latestUsage(name: string, column: LiveColumn, time: number): number {
  const ring = containers.get(name)?.ring;
  return ring === undefined || time - ring.latestTime() > 5 ? Number.NaN : ring.latest(column);
}

function addSample(sample: Sample): void {
  host.add(sample.time, sample.host);
  hostTraffic.add(sample.time, sample.host.interfaces);
  memoryTotal = sample.host.memoryTotal ?? Number.NaN;
  diskTotal = sample.host.diskTotal ?? Number.NaN;
  load = sample.host.load ?? Number.NaN;
  for (const one of sample.containers) {
    let usage = containers.get(one.name);
    if (usage === undefined) {
      usage = createUsage();
      containers.set(one.name, usage);
    }
    usage.add(sample.time, one);
    addTraffic(sample.time, one);
    noteOomKills(one.name, one.oomKills, sample.time);
  }
}

function addTraffic(time: number, { name, interfaces }: ContainerSample): void {
  const known = containerTraffic.get(name);
  if (known === undefined && interfaces.length === 0) return;
  const traffic = known ?? createTraffic();
  traffic.add(time, interfaces);
  containerTraffic.set(name, traffic);
}

function noteOomKills(name: string, count: number | null, time: number): void {
  if (count === null) return;
  if (count > (oomCounts.get(name) ?? count)) oomKills.set(name, [...oomKillsOf(name), time]);
  oomCounts.set(name, count);
}
