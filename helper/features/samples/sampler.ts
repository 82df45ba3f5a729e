// SPDX-License-Identifier: Apache-2.0
/** Reads the host and every running container at once, over descriptors that stay open from one reading to the next. */

import type { Log } from '../../system/log.ts';
import { containerColumns as columns, type Reading } from './columns.ts';
import { type ContainerReader, createContainerReader } from './container-reader.ts';
import { createHostReader, type HostRoots } from './host-reader.ts';
import { openPayloadFolder } from '../../cgroup/payload-folder.ts';
import type { LayerUsage } from '../disk/ports.ts';

export interface SamplerRoots extends HostRoots {
  /** `/sys/fs/cgroup`. */
  readonly cgroup: string;
}

export type LayerUsageOf = (name: string) => LayerUsage | undefined;

export interface SamplerOptions {
  readonly roots: SamplerRoots;
  readonly layerUsage?: LayerUsageOf;
  readonly log: Log;
}

export interface Sampler {
  /** The next reading overwrites the rows of this one. */
  read(time: number, uptime: number): Reading;
  close(): void;
}

export function createSampler({ roots, layerUsage, log }: SamplerOptions): Sampler {
  const host = createHostReader(roots);
  const folder = openPayloadFolder({ cgroupRoot: roots.cgroup, log });
  const readers = new Map<string, ContainerReader>();
  let generation = 0;

  function open(name: string): ContainerReader {
    generation += 1;
    const reader = createContainerReader({ name, generation, cgroupRoot: roots.cgroup, networkRoot: roots.network });
    readers.set(name, reader);
    return reader;
  }

  function close(name: string, reader: ContainerReader): void {
    reader.close();
    readers.delete(name);
  }

  function lookAround(uptime: number): void {
    const names = folder.namesIfDue(uptime);
    if (names === undefined) return;
    const present = new Set(names);
    for (const [name, reader] of readers) if (!present.has(name)) close(name, reader);
    for (const name of names) if (!readers.has(name)) open(name);
    host.lookAround();
  }

  /**
   * Undefined when the container does not run. One that was restarted since the last reading is read in its new cgroup.
   */
  function rowOf(name: string, reader: ContainerReader): Float64Array | undefined {
    const state = reader.read();
    if (state === 'running') return reader.row;
    if (state === 'idle') return undefined;
    close(name, reader);
    const successor = open(name);
    if (successor.read() === 'running') return successor.row;
    folder.expectChange();
    return undefined;
  }

  return {
    read(time, uptime) {
      lookAround(uptime);
      host.read();
      const containers = new Map<string, Float64Array>();
      for (const [name, reader] of [...readers]) {
        const row = rowOf(name, reader);
        if (row === undefined) continue;
        addLayerUsage(row, layerUsage?.(name));
        containers.set(name, row);
      }
      return { time, uptime, host: host.row, containers };
    },
    close() {
      folder.close();
      host.close();
      for (const reader of readers.values()) reader.close();
      readers.clear();
    },
  };
}

function addLayerUsage(row: Float64Array, usage: LayerUsage | undefined): void {
  row[columns.diskBytes] = usage?.bytes ?? Number.NaN;
  row[columns.diskMax] = usage?.maxBytes ?? Number.NaN;
  row[columns.diskInodes] = usage?.inodes ?? Number.NaN;
  row[columns.diskInodesMax] = usage?.maxInodes ?? Number.NaN;
}
