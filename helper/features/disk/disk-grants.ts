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

/** Differences that are not worth a change. */
const slack: ProjectUsage = { bytes: 32 * 2 ** 20, inodes: 1000 };
const kinds = ['bytes', 'inodes'] as const;
type Kind = (typeof kinds)[number];

export function createDiskGrants({ folder, reserveOf }: DiskGrantsOptions): DiskGrants {
  const held = new Map<string, Held>();

  function withFolder<T>(act: (fd: number) => T): T {
    const fd = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      return act(fd);
    } finally {
      closeSync(fd);
    }
  }

  function measure(fd: number): Measured {
    for (const one of held.values()) one.used = readProjectUsage(fd, one.layer.project);
    const { size, free } = readDisk(folder);
    return { size, free, reserve: reserveOf(size) };
  }

  function wantedOf({ free, reserve }: Measured, kind: Kind): Division {
    const spendable = free[kind] - reserve[kind];
    // What the host itself writes in a while is kept back, so that it does not call for other limits each second.
    const margin = Math.min(slack[kind], Math.max(0, spendable) / 32);
    return divideSpace(spendable - margin, claimsOf([...held.values()], kind));
  }

  function wantedOfAll(measured: Measured): readonly ProjectUsage[] {
    const [bytes, inodes] = [wantedOf(measured, 'bytes').grants, wantedOf(measured, 'inodes').grants];
    return bytes.map((most, index) => ({ bytes: most, inodes: inodes[index] ?? 0 }));
  }

  function settleAll(isForced: boolean): void {
    if (held.size === 0) return;
    withFolder((fd) => {
      const all = [...held.values()];
      const measured = measure(fd);
      const wanted = wantedOfAll(measured);
      if (!isForced && !isDue(all, wanted, measured)) return;
      // First those that get less; they may have written more meanwhile, so the others get what is free then.
      const after = lowerLimits(fd, all, wanted) ? measure(fd) : measured;
      raiseLimits(fd, all, after === measured ? wanted : wantedOfAll(after), after);
    });
  }

  return {
    holdAll(layers) {
      withFolder((fd) => {
        for (const [name, layer] of layers) held.set(name, heldOf(fd, layer));
      });
      settleAll(true);
    },
    hold(name, layer) {
      const before = held.get(name);
      held.set(name, before === undefined ? withFolder((fd) => heldOf(fd, layer)) : { ...before, layer });
      try {
        settleAll(true);
      } catch (error) {
        if (before === undefined) held.delete(name);
        else held.set(name, before);
        throw error;
      }
    },
    release(name) {
      const one = held.get(name);
      if (one === undefined) return;
      held.delete(name);
      withFolder((fd) => limitProject(fd, one.layer.project, undefined));
    },
    usageOf(name) {
      const one = held.get(name);
      if (one === undefined) return undefined;
      const { used, granted } = one;
      return { bytes: used.bytes, maxBytes: granted.bytes, inodes: used.inodes, maxInodes: granted.inodes };
    },
    settle: () => settleAll(false),
    read() {
      const { size, free } = readDisk(folder);
      const reserve = reserveOf(size);
      const isOvercommitted = kinds.some((kind) => wantedOf({ size, free, reserve }, kind).isOvercommitted);
      return {
        backing: withFolder(hasProjectQuota) ? 'project-quota' : 'file',
        totalBytes: size.bytes,
        freeBytes: free.bytes,
        reserveBytes: reserve.bytes,
        totalInodes: size.inodes,
        freeInodes: free.inodes,
        reserveInodes: reserve.inodes,
        isOvercommitted,
      };
    },
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
function lowerLimits(fd: number, all: readonly Held[], wanted: readonly ProjectUsage[]): boolean {
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
function raiseLimits(fd: number, all: readonly Held[], wanted: readonly ProjectUsage[], measured: Measured): void {
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
