// SPDX-License-Identifier: Apache-2.0
/** Reads the host and every running container at once, over descriptors that stay open from one reading to the next. */

import type { Log } from '../../system/log.ts';
import { containerColumns as columns, hostSubject, interfaceSubject, type Reading } from './columns.ts';
import { type ContainerReader, createContainerReader } from './container-reader.ts';
import { createHostReader, type HostRoots } from './host-reader.ts';
import { openHostInterfaces } from './interfaces/host-interfaces.ts';
import { createInnerInterfaces } from './interfaces/inner-interfaces.ts';
import { findInitPid } from '../../lxc/runtime.ts';
import { openPayloadFolder } from '../../cgroup/payload-folder.ts';
import type { LayerUsage } from '../disk/ports.ts';

export interface SamplerRoots extends HostRoots {
  /** `/sys/fs/cgroup`. */
  readonly cgroup: string;
}

/** The process of a container's init; undefined when it is not found. */
export type FindInit = (name: string) => number | undefined;

export type LayerUsageOf = (name: string) => LayerUsage | undefined;

export interface SamplerOptions {
  readonly roots: SamplerRoots;
  readonly layerUsage?: LayerUsageOf;
  readonly findInit?: FindInit;
  readonly log: Log;
}

export interface Sampler {
  /** The next reading overwrites the rows of this one. */
  read(time: number, uptime: number): Reading;
  close(): void;
}

export function createSampler(options: SamplerOptions): Sampler {
  const { roots, layerUsage, log } = options;
  const findInit = options.findInit ?? ((name: string) => findInitPid(roots.cgroup, name));
  const hostInterfaces = openHostInterfaces(roots.proc);
  const host = createHostReader(roots, hostInterfaces);
  const folder = openPayloadFolder({ cgroupRoot: roots.cgroup, log });
  const readers = new Map<string, ContainerReader>();
  let generation = 0;

  function open(name: string): ContainerReader {
    generation += 1;
    const inner = createInnerInterfaces({ procRoot: roots.proc, findInit: () => findInit(name), generation });
    const reader = createContainerReader({ name, generation, cgroupRoot: roots.cgroup, hostInterfaces, inner });
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
  function readRunning(name: string, reader: ContainerReader): ContainerReader | undefined {
    const state = reader.read();
    if (state === 'running') return reader;
    if (state === 'idle') return undefined;
    close(name, reader);
    const successor = open(name);
    if (successor.read() === 'running') return successor;
    folder.expectChange();
    return undefined;
  }

  return {
    read(time, uptime) {
      lookAround(uptime);
      hostInterfaces.read();
      host.read();
      const containers = new Map<string, Float64Array>();
      const interfaces = new Map<string, Float64Array>();
      addInterfaces(interfaces, hostSubject, host.interfaces);
      for (const [name, known] of [...readers]) {
        const reader = readRunning(name, known);
        if (reader === undefined) continue;
        addLayerUsage(reader.row, layerUsage?.(name));
        containers.set(name, reader.row);
        addInterfaces(interfaces, name, reader.interfaces);
      }
      return { time, uptime, host: host.row, containers, interfaces };
    },
    close() {
      folder.close();
      host.close();
      hostInterfaces.close();
      for (const reader of readers.values()) reader.close();
      readers.clear();
    },
  };
}

function addInterfaces(
  all: Map<string, Float64Array>,
  owner: string,
  interfaces: ReadonlyMap<string, Float64Array>,
): void {
  for (const [name, row] of interfaces) all.set(interfaceSubject(owner, name), row);
}

function addLayerUsage(row: Float64Array, usage: LayerUsage | undefined): void {
  row[columns.diskBytes] = usage?.bytes ?? Number.NaN;
  row[columns.diskMax] = usage?.maxBytes ?? Number.NaN;
  row[columns.diskInodes] = usage?.inodes ?? Number.NaN;
  row[columns.diskInodesMax] = usage?.maxInodes ?? Number.NaN;
}
