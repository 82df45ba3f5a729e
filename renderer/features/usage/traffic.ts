// SPDX-License-Identifier: Apache-2.0
/** The last minutes of the network interfaces of a host and its containers, as rates. */

import type { InterfaceTraffic } from '../../../contract/model/containers/sample.ts';
import { createSeriesRing, gapSeconds, type SeriesRing } from '../../lib/series-ring.ts';
import { usageSeconds } from './usage.ts';

type TrafficColumn = 'netRx' | 'netTx';
export type TrafficRing = SeriesRing<TrafficColumn>;

export interface TrafficOfInterfaces {
  add(time: number, interfaces: readonly InterfaceTraffic[]): void;
  ring(name: string): TrafficRing | undefined;
  /** The interfaces of the last minutes, where there is more than one; the same list until they change. */
  readonly names: readonly string[];
}

interface Interface {
  readonly ring: TrafficRing;
  before: { readonly time: number; readonly traffic: InterfaceTraffic };
}

const none: readonly string[] = [];

export function createTraffic(): TrafficOfInterfaces {
  const known = new Map<string, Interface>();
  let names = none;

  function addOne(time: number, traffic: InterfaceTraffic): void {
    const one = known.get(traffic.name);
    const ring = one?.ring ?? createSeriesRing<TrafficColumn>(['netRx', 'netTx'], usageSeconds + 60);
    const seconds = one === undefined ? Number.NaN : time - one.before.time;
    ring.push(time, {
      netRx: rate(one?.before.traffic.rxBytes, traffic.rxBytes, seconds),
      netTx: rate(one?.before.traffic.txBytes, traffic.txBytes, seconds),
    });
    known.set(traffic.name, { ring, before: { time, traffic } });
  }

  /** A container may give its interfaces new names all the time: those of the past are not kept. */
  function forgetOld(time: number): void {
    for (const [name, { before }] of known) if (time - before.time > usageSeconds) known.delete(name);
  }

  return {
    add(time, interfaces) {
      for (const traffic of interfaces) addOne(time, traffic);
      forgetOld(time);
      const next = [...known.keys()];
      if (next.length !== names.length || next.some((name, index) => name !== names[index]))
        names = next.length > 1 ? next : none;
    },
    ring: (name) => known.get(name)?.ring,
    get names() {
      return names;
    },
  };
}

/** Gives what a counter grew by in a second; NaN across a gap, and where it began again. */
function rate(then: number | null | undefined, now: number | null, seconds: number): number {
  if (then === null || then === undefined || now === null || !(seconds <= gapSeconds)) return Number.NaN;
  const grown = now - then;
  return grown < 0 ? Number.NaN : grown / seconds;
}
