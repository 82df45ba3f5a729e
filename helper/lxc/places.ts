// SPDX-License-Identifier: Apache-2.0
/** The paths of a container's files. Every path here consists of fixed text and a validated name. */

import { join } from 'node:path';
import { containerNameSchema } from '../../contract/model/names.ts';

export interface ContainerPlaces {
  /** LXC's own folder of the container. */
  readonly folder: string;
  readonly configuration: string;
  /** What only Bulkhead knows of it, beside LXC's configuration. */
  readonly description: string;
  readonly rootfs: string;
  /** Over which LXC mounts the root where only the container sees it; one empty folder serves all containers. */
  readonly rootMount: string;
  /** Bulkhead's folder of the container: the layers of its root file system. */
  readonly layers: string;
  readonly lower: string;
  readonly upper: string;
  readonly work: string;
  /** A layer in a file of its own, and where that is mounted: upper and work are in it then. */
  readonly layerFile: string;
  readonly layerMount: string;
  /** What mounts it where no helper does. */
  readonly mountTable: string;
  /** Its snapshots are kept there. */
  readonly snapshots: string;
  /** Says when snapshots of it are taken without anybody asking. */
  readonly snapshotSchedule: string;
  /** What LXC says about the last start. */
  readonly startLog: string;
  /** What the container writes to its console; LXC writes it, and moves a full one to `.1`. */
  readonly consoleLog: string;
}

export interface HostPlaces {
  /** LXC's path, `/var/lib/lxc`. */
  readonly lxc: string;
  /** The helper's folder, `/var/lib/bulkhead`. */
  readonly state: string;
  /** The host has cgroup v2 mounted there. */
  readonly cgroup: string;
}

export function containerPlaces({ lxc, state }: Pick<HostPlaces, 'lxc' | 'state'>, name: string): ContainerPlaces {
  const safe = containerNameSchema().parse(name);
  const folder = join(lxc, safe);
  const layers = join(state, 'containers', safe);
  return {
    folder,
    configuration: join(folder, 'config'),
    description: join(folder, 'bulkhead.json'),
    rootfs: join(folder, 'rootfs'),
    rootMount: join(state, 'root-mount'),
    layers,
    lower: join(layers, 'lower'),
    upper: join(layers, 'upper'),
    work: join(layers, 'work'),
    layerFile: join(layers, 'layer.ext4'),
    layerMount: join(layers, 'disk'),
    mountTable: join(layers, 'fstab'),
    snapshots: join(layers, 'snapshots'),
    snapshotSchedule: join(layers, 'snapshot-schedule.json'),
    startLog: join(layers, 'start.log'),
    consoleLog: join(layers, 'console.log'),
  };
}
