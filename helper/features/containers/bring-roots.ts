// SPDX-License-Identifier: Apache-2.0
/**
 * Mounts the roots and volumes that are no longer mounted after a reboot: of all containers one after another, and
 * before that of the one that a request is about. Nothing is done for a container that has its mounts.
 */

import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { boundCgroup, missingBounds } from '../../cgroup/cgroup-bounds.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { type Description, readDescription } from '../../lxc/description.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { mountPoints } from '../../lxc/root-mounts.ts';
import { runCgroup } from '../../lxc/runtime.ts';
import type { Claims } from '../../lxc/claims.ts';
import type { Configurations } from './configurations.ts';
import type { ContainersHost } from './containers-host.ts';

export interface Roots {
  /** Brings those of one container, once for this helper: who asks again waits for the same. It never rejects. */
  bring(name: string): Promise<void>;
  /** Brings those of all containers, except of one that is being created, started or ended. */
  bringAll(): Promise<void>;
}

interface BringingRoots {
  readonly host: Pick<ContainersHost, 'places' | 'volumes'>;
  readonly configurations: Pick<Configurations, 'linesOf' | 'write' | 'mount'>;
  readonly claims: Pick<Claims, 'of'>;
  readonly onTrouble: (name: string, error: unknown) => void;
  /** Reads the kernel's table of mounts when left out. */
  readonly readMounts?: () => ReadonlySet<string>;
}

export function createRoots({
  host,
  configurations,
  claims,
  onTrouble,
  readMounts = mountPoints,
}: BringingRoots): Roots {
  const { places, volumes } = host;
  const brought = new Map<string, Promise<void>>();

  function bring(name: string, mounted: ReadonlySet<string>): Promise<void> {
    const before = brought.get(name);
    if (before !== undefined) return before;
    const work = bringOne(name, mounted).catch((error: unknown) => onTrouble(name, error));
    brought.set(name, work);
    return work;
  }

  async function bringOne(name: string, mounted: ReadonlySet<string>): Promise<void> {
    const description = readDescription(containerPlaces(places, name).description);
    if (description === undefined) return;
    boundCgroups(name);
    if (hasMounts(name, description, mounted)) return;
    await configurations.mount(name);
    if (!volumes.isOwed(name)) volumes.stage(name);
  }

  function hasMounts(name: string, description: Description, mounted: ReadonlySet<string>): boolean {
    const own = containerPlaces(places, name);
    const layer = description.layer?.backing === 'file' ? [own.layerMount] : [];
    return (
      [own.lower, own.rootfs, ...layer].every((place) => mounted.has(place)) &&
      (description.volumes.length === 0 || volumes.areStaged(name, mounted)) &&
      existsSync(own.mountTable)
    );
  }

  /** Limits containers that were created before there were such limits, also while they run. */
  function boundCgroups(name: string): void {
    const lines = configurations.linesOf(name);
    const missing = missingBounds(lines);
    if (missing.length === 0) return;
    configurations.write(name, [...lines, ...missing]);
    boundCgroup(runCgroup(places.cgroup, name));
  }

  return {
    bring: (name) => bring(name, readMounts()),
    async bringAll() {
      const mounted = readMounts();
      for (const name of containerNames(places.lxc)) {
        await nextTurn();
        const work = claims.of(name);
        if (work?.isHidden !== true && work?.transition === undefined) await bring(name, mounted);
      }
    },
  };
}
