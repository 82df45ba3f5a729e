// SPDX-License-Identifier: Apache-2.0
/**
 * The sizes that tables of the kernel have at least which all containers share: of neighbours, which is one for all
 * network namespaces, of the host's connections, and of what the kernel counts for the root of the host, who made all
 * user namespaces. Each container has a bound of its own below them (programs/). Smaller ones are raised when the helper
 * starts. What was before is kept until a reboot, and the removal of the package restores it
 * (packaging/programs/restore-table-sizes.sh).
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import { textOf } from '../../system/files/text-of.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import { runtimeFolder } from '../../system/runtime-folder.ts';

export interface TableFloor {
  /** The path is below `/proc/sys`. */
  readonly setting: string;
  readonly atLeast: number;
}

/** The sizes go from the highest down, so that no lower threshold is above a higher one at any time. */
const neighbourSizes = { gc_thresh3: 32_768, gc_thresh2: 16_384, gc_thresh1: 8192 } as const;

export type NeighbourFamily = 'ipv4' | 'ipv6';
export type NeighbourThreshold = keyof typeof neighbourSizes;

export const neighbourFamilies = ['ipv4', 'ipv6'] as const satisfies readonly NeighbourFamily[];

export function neighbourSetting(family: NeighbourFamily, threshold: NeighbourThreshold): string {
  return `net/${family}/neigh/default/${threshold}`;
}

export const neighbourFloors: readonly TableFloor[] = neighbourFamilies.flatMap((family) =>
  (['gc_thresh3', 'gc_thresh2', 'gc_thresh1'] as const).map((threshold) => ({
    setting: neighbourSetting(family, threshold),
    atLeast: neighbourSizes[threshold],
  })),
);

export const connectionFloor: TableFloor = { setting: 'net/netfilter/nf_conntrack_max', atLeast: 262_144 };

/** Watches of files, namespaces and terminals. Who has many pays for them by the memory of its own cgroup. */
const countFloors: readonly TableFloor[] = [
  { setting: 'fs/inotify/max_user_instances', atLeast: 8192 },
  { setting: 'fs/inotify/max_user_watches', atLeast: 4_194_304 },
  { setting: 'fs/fanotify/max_user_groups', atLeast: 1024 },
  { setting: 'kernel/pty/max', atLeast: 16_384 },
  ...['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'].map((kind) => ({
    setting: `user/max_${kind}_namespaces`,
    atLeast: 16_384,
  })),
];

/** What a setting was before it was raised for the first time since the boot, and to what it was raised then. */
export interface RaisedSetting {
  readonly from: number;
  readonly to: number;
}

export interface FloorPlaces {
  /** `/proc/sys`. */
  readonly settings: string;
  /**
   * The file has a line for each setting: its name, what it was, and to what it was raised. A shell program reads it
   * too.
   */
  readonly record: string;
}

const floorPlaces: FloorPlaces = { settings: '/proc/sys', record: join(runtimeFolder, 'table-sizes') };

/**
 * Raises each size that is below its floor; those that are not there are left out, and one that cannot be raised is in
 * the log. The record is written before the
 * change, and what was recorded first stays, so that it is what the host had without Bulkhead.
 */
export function raiseTableFloors(log: Log, { settings, record }: FloorPlaces = floorPlaces): void {
  const low = [...neighbourFloors, connectionFloor, ...countFloors].flatMap(({ setting, atLeast }) => {
    const now = readSetting(join(settings, setting));
    return now === undefined || now >= atLeast ? [] : [{ setting, from: now, to: atLeast }];
  });
  if (low.length === 0) return;
  const known = readRaisedSettings(record);
  const all = new Map([...low.map(({ setting, ...change }) => [setting, change] as const), ...known]);
  writeDurably(record, formatRecord(all), 0o600);
  for (const { setting, from, to } of low) {
    try {
      writeFileSync(join(settings, setting), String(to));
      log('info', 'table-size-raised', { setting, from, to });
    } catch (error) {
      log('error', 'table-size-not-raised', { setting, reason: messageOf(error) });
    }
  }
}

/** What was raised since the boot, by setting; empty where nothing was. */
export function readRaisedSettings(record: string = floorPlaces.record): ReadonlyMap<string, RaisedSetting> {
  const lines = (textOf(record) ?? '').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, setting = '', from, to] = /^(\S+) (\d+) (\d+)$/.exec(line) ?? [];
      return setting === '' ? [] : [[setting, { from: Number(from), to: Number(to) }] as const];
    }),
  );
}

/** Undefined where the kernel has no such setting, as that of connections without its module. */
export function readSetting(path: string): number | undefined {
  const text = textOf(path)?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function formatRecord(raised: ReadonlyMap<string, RaisedSetting>): string {
  return [...raised].map(([setting, { from, to }]) => `${setting} ${from} ${to}\n`).join('');
}
