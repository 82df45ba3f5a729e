// SPDX-License-Identifier: Apache-2.0
/**
 * The last ten minutes of samples; fewer until the window has its first picture. The rings are filled in place and kept
 * outside the state; `time` tells that they moved, so that 100 containers at 1 Hz make no garbage and re-render only
 * what draws them.
 */

import { create } from 'zustand';
import type { ContainerSample, Sample } from '../../../contract/model/containers/sample.ts';
import type { Client } from '../../../rpc/client.ts';
import { registerFeed } from '../../host/feeds.ts';
import { noteHostTime } from '../../host/host-clock.ts';
import { onHostLeft } from '../../host/host-stores.ts';
import { oncePicture } from '../../lib/parts.ts';
import { createTraffic, type TrafficOfInterfaces, type TrafficRing } from './traffic.ts';
import { createUsage, usageSeconds, type LiveColumn, type Usage, type UsageRing } from './usage.ts';

interface SamplesState {
  /** Gives the time of the newest sample, which is the right edge of every chart. */
  readonly time: number;
  /** Raised when the rings start again. */
  readonly generation: number;
}

export const useSamples = create<SamplesState>(() => ({ time: 0, generation: 0 }));
registerFeed('samples', followSamples);
onHostLeft(clearSamples);

interface Kept {
  readonly host: Usage;
  readonly containers: Map<string, Usage>;
  readonly hostTraffic: TrafficOfInterfaces;
  readonly containerTraffic: Map<string, TrafficOfInterfaces>;
  readonly oomKills: Map<string, readonly number[]>;
  readonly oomCounts: Map<string, number>;
  facts: HostFacts;
}

interface HostFacts {
  readonly memoryTotal: number;
  readonly diskTotal: number;
  readonly load: number;
}

/**
 * Limits the first history to the numbers of now. The lines follow with the ten minutes, which take longer to read than
 * all else of a start.
 */
const firstSeconds = 5;

let kept = createKept();
/** Keeps samples of containers on other members of a cluster, whose hosts are read beside the one that is shown. */
let beside = createKept();
let hasPicture = false;
oncePicture(() => (hasPicture = true));

async function followSamples(client: Client, onReady: () => void): Promise<void> {
  if (!hasPicture)
    await followUntil(() => hasPicture, client.stream('sample.watch', { historySeconds: firstSeconds }), onReady);
  await followUntil(() => false, client.stream('sample.watch', { historySeconds: usageSeconds }), onReady);
}

/** What is shown stays until the history, which comes in parts, has reached its end. */
async function followUntil(
  isLeft: () => boolean,
  items: AsyncIterable<{ readonly samples: readonly Sample[] }>,
  onReady: () => void,
): Promise<void> {
  let filled: Kept | undefined = createKept();
  for await (const { samples } of items) {
    for (const sample of samples) addSample(filled ?? kept, sample);
    const shownTime = useSamples.getState().time;
    const time = samples.at(-1)?.time ?? shownTime;
    const isHistory = samples.length > 1 && time < shownTime;
    if (filled !== undefined && !isHistory) {
      kept = filled;
      filled = undefined;
      startAgain(time);
    } else if (filled === undefined) useSamples.setState({ time });
    if (filled === undefined) noteHostTime(time);
    onReady();
    if (isLeft()) return;
  }
}

function createKept(): Kept {
  return {
    host: createUsage(),
    containers: new Map(),
    hostTraffic: createTraffic(),
    containerTraffic: new Map(),
    oomKills: new Map(),
    oomCounts: new Map(),
    facts: { memoryTotal: Number.NaN, diskTotal: Number.NaN, load: Number.NaN },
  };
}

function clearSamples(): void {
  kept = createKept();
  beside = createKept();
  startAgain(0);
}

function startAgain(time: number): void {
  useSamples.setState(({ generation }) => ({ time, generation: generation + 1 }));
}

export function hostRing(): UsageRing {
  return kept.host.ring;
}

export function containerRing(name: string): UsageRing | undefined {
  return keptOf(name).containers.get(name)?.ring;
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
  return container === undefined ? kept.hostTraffic : keptOf(container).containerTraffic.get(container);
}

/** Times at which the kernel's OOM killer struck in a container, while the window watched. */
export function oomKillsOf(name: string): readonly number[] {
  return keptOf(name).oomKills.get(name) ?? [];
}

export function hostFacts(): HostFacts {
  return kept.facts;
}

/** The newest value of a column, NaN when the newest sample does not have it. */
export function latestUsage(name: string, column: LiveColumn, time: number): number {
  const ring = containerRing(name);
  return ring === undefined || time - ring.latestTime() > 5 ? Number.NaN : ring.latest(column);
}

/** Adds those of these containers that `isThere` says are on another member, which has sent them. */
export function addSamplesBeside(samples: readonly Sample[], isThere: (name: string) => boolean): void {
  const known = beside.containers.size;
  for (const { time, containers } of samples)
    addContainers(
      beside,
      time,
      containers.filter(({ name }) => isThere(name)),
    );
  // What is drawn of one that has none yet looks for them again.
  if (beside.containers.size > known) startAgain(useSamples.getState().time);
}

/** Chooses the host on which a container was sampled last: a moved container has samples of both hosts. */
function keptOf(name: string): Kept {
  const newest = ({ containers }: Kept): number => containers.get(name)?.ring.latestTime() ?? -1;
  return beside.containers.size > 0 && newest(beside) > newest(kept) ? beside : kept;
}

function addSample(into: Kept, { time, host, containers }: Sample): void {
  into.host.add(time, host);
  into.hostTraffic.add(time, host.interfaces);
  into.facts = {
    memoryTotal: host.memoryTotal ?? Number.NaN,
    diskTotal: host.diskTotal ?? Number.NaN,
    load: host.load ?? Number.NaN,
  };
  addContainers(into, time, containers);
}

function addContainers(into: Kept, time: number, containers: readonly ContainerSample[]): void {
  for (const one of containers) {
    let usage = into.containers.get(one.name);
    if (usage === undefined) {
      usage = createUsage();
      into.containers.set(one.name, usage);
    }
    usage.add(time, one);
    addTraffic(into, time, one);
    noteOomKills(into, time, one);
  }
}

function addTraffic({ containerTraffic }: Kept, time: number, { name, interfaces }: ContainerSample): void {
  const known = containerTraffic.get(name);
  if (known === undefined && interfaces.length === 0) return;
  const traffic = known ?? createTraffic();
  traffic.add(time, interfaces);
  containerTraffic.set(name, traffic);
}

function noteOomKills({ oomCounts, oomKills }: Kept, time: number, { name, oomKills: count }: ContainerSample): void {
  if (count === null) return;
  if (count > (oomCounts.get(name) ?? count)) oomKills.set(name, [...(oomKills.get(name) ?? []), time]);
  oomCounts.set(name, count);
}
