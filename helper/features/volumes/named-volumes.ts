// SPDX-License-Identifier: Apache-2.0
/** Makes, limits, lists and removes named volumes. */

import { closeSync, constants, openSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import { type NamedVolume, sourceOfNamedVolume } from '../../../contract/model/containers/named-volume.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import {
  clearUnfinishedVolumes,
  hasNamedVolume,
  type KeptNamedVolume,
  makeNamedVolume,
  namedVolumePlaces,
  type NamedVolumePlaces,
  readNamedVolume,
  readNamedVolumes,
  removeNamedVolume,
  rewriteNamedVolume,
} from '../../lxc/named-volumes.ts';
import type { Layer } from '../../lxc/layer.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import { setLabel } from '../../selinux/labels/labels.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import type { VolumeSpace, VolumeUser } from './ports.ts';

export interface NamedVolumesOptions {
  readonly places: Pick<HostPlaces, 'state'>;
  readonly space: VolumeSpace;
  readonly usersOf: (source: string) => readonly VolumeUser[];
  /** Says whether the kernel keeps labels. */
  readonly hasLabels: () => boolean;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Each fails with what the contract declares for its operation. */
export interface NamedVolumes {
  list(): readonly NamedVolume[];
  create(params: Params<'named-volume.create'>, signal: AbortSignal): Promise<NamedVolume>;
  resize(params: Params<'named-volume.resize'>): Promise<NamedVolume>;
  remove(params: Params<'named-volume.remove'>): Promise<void>;
  /** Mounts those in files that are not mounted; what cannot be is given to `onTrouble`. */
  mountAll(onTrouble: (source: string, error: unknown) => void): Promise<void>;
  /** Removes what a crash left of one that was being made or removed. */
  recover(): Promise<void>;
}

/** What it has while no container has it: data that no service of the host owns. */
const unusedLabel = 'system_u:object_r:var_t:s0';

export function createNamedVolumes({ places, space, usersOf, hasLabels, now }: NamedVolumesOptions): NamedVolumes {
  function describe({ name, createdAt, layer }: KeptNamedVolume): NamedVolume {
    const source = sourceOfNamedVolume(name);
    return {
      name,
      source,
      createdAt,
      limitBytes: layer?.bytes ?? null,
      usedBytes: space.usedBytes(name, namedVolumePlaces(places, name), layer),
      users: usersOf(source).map((user) => user.name),
    };
  }

  function known(name: string): KeptNamedVolume {
    return (
      readNamedVolume(places, name) ??
      fail('volume-not-allowed', { path: name, reason: say('there is no named volume of that name') })
    );
  }

  return {
    list: () => readNamedVolumes(places).map(describe),

    async create({ name, limitBytes }, signal) {
      if (hasNamedVolume(places, name))
        fail('volume-not-allowed', { path: name, reason: say('there is a named volume of that name already') });
      const made = await makeNamedVolume(places, { name, createdAt: now() }, (own) =>
        prepare(name, own, { limitBytes, signal }),
      ).catch((error: unknown) => {
        space.release(name);
        throw asDiskFull(error, places.state);
      });
      if (made === undefined)
        fail('volume-not-allowed', { path: name, reason: say('a named volume of that name is being made') });
      return describe(made);
    },

    async resize({ name, limitBytes }) {
      const kept = known(name);
      if (kept.layer === null)
        return fail('limit-not-possible', {
          name,
          limit: say('a limit of a named volume'),
          reason: say('it was made without one, where the file system has no project quota; make a new volume'),
        });
      const layer = await space.resize(name, namedVolumePlaces(places, name), kept.layer, limitBytes);
      // It may have been removed meanwhile.
      const resized = { ...known(name), layer };
      rewriteNamedVolume(places, resized);
      return describe(resized);
    },

    async remove({ name }) {
      known(name);
      const users = usersOf(sourceOfNamedVolume(name)).map((user) => user.name);
      if (users.length > 0)
        fail('volume-not-allowed', {
          path: name,
          reason: say('it is a volume of {users}; detach it first', { users: users.join(', ') }),
        });
      // It is removed in one turn with the look at its users: it cannot be attached in between, nor another of its name
      // lose its limit.
      const removal = removeNamedVolume(places, name);
      space.release(name);
      await removal;
    },

    async mountAll(onTrouble) {
      for (const { name, layer } of readNamedVolumes(places))
        await space
          .bring(name, namedVolumePlaces(places, name), layer)
          .catch((error: unknown) => onTrouble(sourceOfNamedVolume(name), error));
    },

    recover: () => clearUnfinishedVolumes(places),
  };

  /** All of it before it has its name. */
  async function prepare(
    name: string,
    own: NamedVolumePlaces,
    { limitBytes, signal }: { readonly limitBytes: number | null; readonly signal: AbortSignal },
  ): Promise<Layer | null> {
    const layer = await space.make(name, own, limitBytes, signal);
    await space.bring(name, own, layer);
    if (hasLabels()) labelFolder(own.files);
    return layer;
  }
}

function labelFolder(path: string): void {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    setLabel(fd, unusedLabel);
  } finally {
    closeSync(fd);
  }
}
