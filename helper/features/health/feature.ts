// SPDX-License-Identifier: Apache-2.0
/**
 * The health of what runs in containers. Nothing is looked at until somebody asks. Those who ask at the same time, or
 * shortly after, share one look.
 */

import { fail } from '../../../contract/errors.ts';
import type { GivenHealth } from '../../../contract/model/containers/health.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import type { HandlersOf } from '../../server/feature.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Consoles } from '../consoles/ports.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { readFailedUnits } from './failed-units.ts';
import { readListening } from './listening.ts';
import { readRestartRequired } from './restart-required.ts';
import { readImageUpdates } from './updates/image-updates.ts';
import { createUpdatesReader, type UpdatesReader } from './updates/read-updates.ts';

export interface HealthFeature {
  readonly handlers: HandlersOf<'container.health' | 'image.updates'>;
}

export interface HealthFeatureOptions {
  readonly containers: Pick<Containers, 'attachTarget' | 'require'> & {
    readonly ofIncus: Pick<Containers['ofIncus'], 'has' | 'openRoot'>;
  };
  readonly consoles: Pick<Consoles, 'open'>;
  readonly places: HostPlaces;
  /** Says where the host has the root of an image; fails with `image-not-found`. */
  readonly imageRoot: (image: string) => Promise<string>;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Seconds for which a look is given to others who ask. */
const sharedSeconds = 5;
const managed = { can: 'health', isManaged: true } as const;

interface Look {
  readonly initPid: number | null;
  readonly begunAt: number;
  readonly health: Promise<GivenHealth>;
}

export function createHealthFeature({
  containers,
  consoles,
  places,
  imageRoot,
  now,
}: HealthFeatureOptions): HealthFeature {
  const looks = new Map<string, Look>();
  const readUpdates = createUpdatesReader();

  async function readUpdatesOf(name: string): ReturnType<UpdatesReader> {
    if (!containers.ofIncus.has(name)) return readUpdates(name, containerPlaces(places, name).rootfs);
    const root = await containers.ofIncus.openRoot(name, neverAborts);
    try {
      return await readUpdates(name, `/proc/self/fd/${root.folder}/.`);
    } finally {
      root.close();
    }
  }

  async function look(name: string, initPid: number, uid: number): Promise<GivenHealth> {
    const units = await readFailedUnits({ name, uid }, { containers, consoles });
    const listening = await readListening(initPid);
    const updates = await readUpdatesOf(name);
    const isRestartRequired = updates.isDebian ? readRestartRequired(initPid) : null;
    // A process id may have gone to another process meanwhile: then this was not the container.
    const after = await containers.require(name, managed);
    if (after.initPid !== initPid) fail('container-not-running', { name });
    return { checkedAt: now(), units, listening, updates: updates.updates, isRestartRequired };
  }

  return {
    handlers: {
      async 'container.health'({ name }, { caller }) {
        const { initPid } = await containers.require(name, managed);
        if (initPid === null) {
          // Says so of one that runs on another member of a cluster.
          await containers.attachTarget(name, neverAborts);
          fail('container-not-running', { name });
        }
        const time = now();
        for (const [other, { begunAt }] of looks) if (begunAt + sharedSeconds < time) looks.delete(other);
        const shared = looks.get(name);
        if (shared?.initPid === initPid) return shared.health;
        const health = look(name, initPid, caller.identity.uid);
        looks.set(name, { initPid, begunAt: time, health });
        return health;
      },
      'image.updates': async ({ image }) => ({
        updates: await readImageUpdates(image, await imageRoot(image), { readUpdates, hostRoot: '/' }),
      }),
    },
  };
}
