// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the writes of containers within the free space above the host's reserve. The kernel's limit of each project is
 * the container's own limit, or less while the sum of all limits is more than the space; the kernel enforces them, so
 * they hold when this helper is down.
 */

import { closeSync, constants, openSync } from 'node:fs';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import {
  hasProjectQuota,
  limitProject,
  type ProjectUsage,
  readProjectLimit,
  readProjectUsage,
} from '../../system/native/project-quota.ts';
import { readDisk } from '../../system/files/read-disk.ts';
import { type Claim, type Division, divideSpace } from './divide-space.ts';
import type { QuotaLayer } from '../../lxc/layer.ts';
import type { DiskSize, Reserve } from './reserve.ts';
import type { LayerUsage } from './ports.ts';

export interface DiskGrants {
  /** Limits a project from now on. Raises when the kernel does not. */
  hold(name: string, layer: QuotaLayer): void;
  /** Holds many at once, so that none gets what is another's before that one is known. */
  holdAll(layers: ReadonlyMap<string, QuotaLayer>): void;
  /** Ends the limit of the project of a container that is being removed; nothing may write to it. */
  release(name: string): void;
  /** Gives the use as of the last look; undefined for one without a grant. */
  usageOf(name: string): LayerUsage | undefined;
  /** Looks at the disk, and sets limits where what is free calls for others. */
  settle(): void;
  read(): HostDisk;
}

export interface DiskGrantsOptions {
  /** The folder of the containers' layers. */
  readonly folder: string;
  readonly reserveOf: (size: DiskSize) => Reserve;
}

interface Held {
  readonly layer: QuotaLayer;
  /** The limits that the kernel has; infinite where there are none yet. */
  granted: ProjectUsage;
  used: ProjectUsage;
}

interface Measured {
  readonly size: DiskSize;
  readonly free: ProjectUsage;
  readonly reserve: Reserve;
}

/** The limits that all are to have, in the same order. */
interface WantedLimits {
  /** The folder of the layers, open. */
  readonly fd: number;
  readonly all: readonly Held[];
  readonly wanted: readonly ProjectUsage[];
}

/** Differences that are not worth a change. */
const slack: ProjectUsage = { bytes: 32 * 2 ** 20, inodes: 1000 };
const kinds = ['bytes', 'inodes'] as const;
type Kind = (typeof kinds)[number];

interface GrantsState extends DiskGrantsOptions {
  readonly held: Map<string, Held>;
}

export function createDiskGrants(options: DiskGrantsOptions): DiskGrants {
  const grants: GrantsState = { ...options, held: new Map<string, Held>() };
  return {
    holdAll: (layers) => holdAll(grants, layers),
    hold: (name, layer) => holdProject(grants, name, layer),
    release: (name) => release(grants, name),
    usageOf: (name) => usageOf(grants, name),
    settle: () => settleAll(grants, false),
    read: () => read(grants),
  };
}

function useFolder<T>({ folder }: GrantsState, act: (fd: number) => T): T {
  const fd = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    return act(fd);
  } finally {
    closeSync(fd);
  }
}

function measure({ held, folder, reserveOf }: GrantsState, fd: number): Measured {
  for (const one of held.values()) one.used = readProjectUsage(fd, one.layer.project);
  const { size, free } = readDisk(folder);
  return { size, free, reserve: reserveOf(size) };
}

function divide({ held }: GrantsState, { free, reserve }: Measured, kind: Kind): Division {
  const spendable = free[kind] - reserve[kind];
  // What the host itself writes in a while is kept back, so that it does not call for other limits each second.
  const margin = Math.min(slack[kind], Math.max(0, spendable) / 32);
  return divideSpace(spendable - margin, claimsOf([...held.values()], kind));
}

function divideAll(grants: GrantsState, measured: Measured): readonly ProjectUsage[] {
  const [bytes, inodes] = [divide(grants, measured, 'bytes').grants, divide(grants, measured, 'inodes').grants];
  return bytes.map((most, index) => ({ bytes: most, inodes: inodes[index] ?? 0 }));
}

function settleAll(grants: GrantsState, isForced: boolean): void {
  if (grants.held.size === 0) return;
  useFolder(grants, (fd) => {
    const all = [...grants.held.values()];
    const measured = measure(grants, fd);
    const wanted = divideAll(grants, measured);
    if (!isForced && !isDue(all, wanted, measured)) return;
    // First those that get less; they may have written more meanwhile, so the others get what is free then.
    const after = lowerLimits({ fd, all, wanted }) ? measure(grants, fd) : measured;
    raiseLimits({ fd, all, wanted: after === measured ? wanted : divideAll(grants, after) }, after);
  });
}

function holdAll(grants: GrantsState, layers: ReadonlyMap<string, QuotaLayer>): void {
  useFolder(grants, (fd) => {
    for (const [name, layer] of layers) grants.held.set(name, heldOf(fd, layer));
  });
  settleAll(grants, true);
}

function holdProject(grants: GrantsState, name: string, layer: QuotaLayer): void {
  const before = grants.held.get(name);
  grants.held.set(name, before === undefined ? useFolder(grants, (fd) => heldOf(fd, layer)) : { ...before, layer });
  try {
    settleAll(grants, true);
  } catch (error) {
    if (before === undefined) grants.held.delete(name);
    else grants.held.set(name, before);
    throw error;
  }
}

function release(grants: GrantsState, name: string): void {
  const one = grants.held.get(name);
  if (one === undefined) return;
  grants.held.delete(name);
  useFolder(grants, (fd) => limitProject(fd, one.layer.project, undefined));
}

function usageOf({ held }: GrantsState, name: string): LayerUsage | undefined {
  const one = held.get(name);
  if (one === undefined) return undefined;
  const { used, granted } = one;
  return { bytes: used.bytes, maxBytes: granted.bytes, inodes: used.inodes, maxInodes: granted.inodes };
}

function read(grants: GrantsState): HostDisk {
  const { size, free } = readDisk(grants.folder);
  const reserve = grants.reserveOf(size);
  const isOvercommitted = kinds.some((kind) => divide(grants, { size, free, reserve }, kind).isOvercommitted);
  return {
    backing: useFolder(grants, hasProjectQuota) ? 'project-quota' : 'file',
    totalBytes: size.bytes,
    freeBytes: free.bytes,
    reserveBytes: reserve.bytes,
    totalInodes: size.inodes,
    freeInodes: free.inodes,
    reserveInodes: reserve.inodes,
    isOvercommitted,
  };
}

function heldOf(fd: number, layer: QuotaLayer): Held {
  return { layer, granted: readProjectLimit(fd, layer.project), used: readProjectUsage(fd, layer.project) };
}

function claimsOf(all: readonly Held[], kind: Kind): readonly Claim[] {
  return all.map(({ used, layer }) => ({ used: used[kind], limit: layer[kind] ?? undefined }));
}

/** Says whether all together could write into the reserve, or somebody has got much less or more than its share. */
function isDue(all: readonly Held[], wanted: readonly ProjectUsage[], measured: Measured): boolean {
  return kinds.some((kind) => {
    if (promisedOf(all, kind) > spendableOf(measured, kind)) return true;
    return all.some(({ granted, used }, index) => {
      const want = wanted[index]?.[kind] ?? 0;
      return Math.abs(want - granted[kind]) > Math.max(slack[kind], Math.abs(want - used[kind]) / 8);
    });
  });
}

/** What all together may still take by the limits that the kernel has. */
function promisedOf(all: readonly Held[], kind: Kind): number {
  return all.reduce((sum, { granted, used }) => sum + Math.max(0, granted[kind] - used[kind]), 0);
}

function spendableOf({ free, reserve }: Measured, kind: Kind): number {
  return Math.max(0, free[kind] - reserve[kind]);
}

/** True when there was one to lower. */
function lowerLimits({ fd, all, wanted }: WantedLimits): boolean {
  let isLowered = false;
  for (const [index, one] of all.entries()) {
    const want = wanted[index];
    if (want === undefined) continue;
    const { bytes, inodes } = one.granted;
    if (want.bytes >= bytes && want.inodes >= inodes) continue;
    grant(fd, one, { bytes: Math.min(want.bytes, bytes), inodes: Math.min(want.inodes, inodes) });
    isLowered = true;
  }
  return isLowered;
}

/** Never by more in all than is left of what is free. */
function raiseLimits({ fd, all, wanted }: WantedLimits, measured: Measured): void {
  const raised = all.map(({ granted }) => ({ ...granted }));
  for (const kind of kinds) {
    const missing = raised.map((now, index) => Math.max(0, (wanted[index]?.[kind] ?? 0) - now[kind]));
    const total = missing.reduce((sum, one) => sum + one, 0);
    const part =
      total === 0 ? 0 : Math.min(1, Math.max(0, spendableOf(measured, kind) - promisedOf(all, kind)) / total);
    for (const [index, now] of raised.entries()) now[kind] += Math.floor((missing[index] ?? 0) * part);
  }
  for (const [index, one] of all.entries()) {
    const most = raised[index];
    if (most !== undefined && (most.bytes !== one.granted.bytes || most.inodes !== one.granted.inodes))
      grant(fd, one, most);
  }
}

function grant(fd: number, one: Held, most: ProjectUsage): void {
  limitProject(fd, one.layer.project, most);
  one.granted = most;
}
