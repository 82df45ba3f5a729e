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
  readNamedVolume,
  readNamedVolumes,
  removeNamedVolume,
  rewriteNamedVolume,
} from '../../lxc/named-volumes.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import { setLabel } from '../../selinux/labels/labels.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import type { VolumeSpace, VolumeUser } from './ports.ts';

export interface NamedVolumesOptions {
  readonly places: Pick<HostPlaces, 'state'>;
  readonly space: VolumeSpace;
  readonly usersOf: (source: string) => readonly VolumeUser[];
  /** Whether the kernel keeps labels. */
  readonly hasLabels: () => boolean;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Each fails with what the contract declares for its operation. */
export interface NamedVolumes {
  list(): readonly NamedVolume[];
  create(params: Params<'named-volume.create'>): NamedVolume;
  resize(params: Params<'named-volume.resize'>): NamedVolume;
  remove(params: Params<'named-volume.remove'>): Promise<void>;
  /** Removes what a crash left of one that was being made or removed. */
  recover(): Promise<void>;
}

/** What it has while no container has it: data that no service of the host owns. */
const unusedLabel = 'system_u:object_r:var_t:s0';

export function createNamedVolumes({ places, space, usersOf, hasLabels, now }: NamedVolumesOptions): NamedVolumes {
  function describe({ name, createdAt, layer }: KeptNamedVolume): NamedVolume {
    const source = sourceOfNamedVolume(name);
    return {
      ...{ name, source, createdAt },
      limitBytes: layer?.bytes ?? null,
      usedBytes: space.usedBytes(name),
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

    create({ name, limitBytes }) {
      if (hasNamedVolume(places, name))
        fail('volume-not-allowed', { path: name, reason: say('there is a named volume of that name already') });
      try {
        const made = makeNamedVolume(places, { name, createdAt: now() }, (files) => {
          if (hasLabels()) labelFolder(files);
          return space.make(name, files, limitBytes);
        });
        return describe(made);
      } catch (error) {
        space.release(name);
        throw asDiskFull(error, places.state);
      }
    },

    resize({ name, limitBytes }) {
      const kept = known(name);
      if (kept.layer === null)
        return fail('limit-not-possible', {
          name,
          limit: say('a limit of a named volume'),
          reason: say('it was made where the file system has no project quota'),
        });
      const resized = { ...kept, layer: { ...kept.layer, bytes: limitBytes } };
      space.hold(name, resized.layer);
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
      // In one turn with the look at its users: it cannot be attached in between, nor another of its name lose its limit.
      const removal = removeNamedVolume(places, name);
      space.release(name);
      await removal;
    },

    recover: () => clearUnfinishedVolumes(places),
  };
}

function labelFolder(path: string): void {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    setLabel(fd, unusedLabel);
  } finally {
    closeSync(fd);
  }
}
