// SPDX-License-Identifier: Apache-2.0
/**
 * Limits of reading and writing the disk of the layers: which disk that is, and the cgroup files in which its limits
 * are written.
 */

import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Limits } from '../../contract/model/containers/limits.ts';
import { type LimitKeyBy, limitKeysBy } from '../../contract/model/settings/limit-kinds.ts';
import { textOf } from '../system/files/text-of.ts';

export type IoLimits = Pick<Limits, LimitKeyBy<'disk'>>;

export const ioLimitKeys = limitKeysBy('disk');

export interface IoDisk {
  /** The kernel names the device so in `io.max`: `254:0`. */
  readonly device: string;
  /** The cgroup file of weights that this disk obeys; undefined when nothing on this host does. */
  readonly weightFile: 'io.weight' | 'io.bfq.weight' | undefined;
}

export interface IoRoots {
  /** `/sys/dev/block`. */
  readonly devices: string;
  /** `/sys/fs/cgroup`. */
  readonly cgroup: string;
}

/** The whole disk that holds a folder; undefined for a file system that is on no single disk. */
export function diskOf(folder: string, roots: IoRoots): IoDisk | undefined {
  const { dev } = statSync(folder);
  const entry = join(roots.devices, `${majorOf(dev)}:${minorOf(dev)}`);
  if (!existsSync(entry)) return undefined;
  const own = realpathSync(entry);
  // The kernel limits whole disks, not partitions.
  const disk = existsSync(join(own, 'partition')) ? dirname(own) : own;
  const device = readFileSync(join(disk, 'dev'), 'utf8').trim();
  return { device, weightFile: weightFileOf(device, disk, roots) };
}

/**
 * The files of a cgroup that these limits are written to, with their texts; those that are not set say so when
 * `isWhole`.
 */
export function ioFiles(
  limits: IoLimits,
  disk: IoDisk,
  isWhole: boolean,
): readonly { readonly file: string; readonly text: string }[] {
  const { ioReadBytesPerSecond: read, ioWriteBytesPerSecond: write, ioWeight } = limits;
  const files: { readonly file: string; readonly text: string }[] = [];
  if (isWhole || read !== null || write !== null)
    files.push({ file: 'io.max', text: `${disk.device} rbps=${read ?? 'max'} wbps=${write ?? 'max'}` });
  if (disk.weightFile !== undefined && (isWhole || ioWeight !== null))
    files.push({ file: disk.weightFile, text: `default ${ioWeight ?? 100}` });
  return files;
}

/** Why one of these limits cannot be set here; undefined when all can. */
export function ioProblem(
  limits: Partial<IoLimits>,
  disk: IoDisk | undefined,
): { readonly limit: string; readonly reason: string } | undefined {
  const isAsked = ioLimitKeys.some((key) => limits[key] !== undefined && limits[key] !== null);
  if (!isAsked) return undefined;
  if (disk === undefined)
    return {
      limit: 'a limit of reading or writing',
      reason: 'the file system of its layers is on no single disk that the kernel could limit',
    };
  if (typeof limits.ioWeight !== 'number' || disk.weightFile !== undefined) return undefined;
  return {
    limit: 'a weight for the disk',
    reason: `nothing on this host goes by weights for the disk ${disk.device}; give it the scheduler bfq, or switch on io.cost.qos for it`,
  };
}

function weightFileOf(device: string, disk: string, { cgroup }: IoRoots): IoDisk['weightFile'] {
  if (textOf(join(disk, 'queue/scheduler'))?.includes('[bfq]') === true) return 'io.bfq.weight';
  const isCosted = (textOf(join(cgroup, 'io.cost.qos')) ?? '')
    .split('\n')
    .some((line) => line.startsWith(`${device} `) && line.includes('enable=1'));
  return isCosted ? 'io.weight' : undefined;
}

/** Takes the major number out of a device number, as `gnu_dev_major(3)` does. */
export function majorOf(device: number): number {
  return (Math.floor(device / 2 ** 8) % 2 ** 12) + (Math.floor(device / 2 ** 32) % 2 ** 12) * 2 ** 12;
}

export function minorOf(device: number): number {
  return (device % 2 ** 8) + (Math.floor(device / 2 ** 20) % 2 ** 12) * 2 ** 8;
}
