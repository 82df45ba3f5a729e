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
  readNamedVolume,
  readNamedVolumes,
  removeNamedVolume,
  rewriteNamedVolume,
} from '../../lxc/named-volumes.ts';
import type { Layer } from '../../lxc/layer.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import { setLabel } from '../../selinux/labels/labels.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import type { VolumeOfSpace, VolumeSpace, VolumeUser } from './ports.ts';

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
  create(request: NamedVolumeRequest, signal: AbortSignal): Promise<NamedVolume>;
  resize(params: Params<'named-volume.resize'>): Promise<NamedVolume>;
  remove(params: Params<'named-volume.remove'>): Promise<void>;
  /** Mounts those in files that are not mounted; what cannot be is given to `onTrouble`. */
  mountAll(onTrouble: (source: string, error: unknown) => void): Promise<void>;
  /** Removes what a crash left of one that was being made or removed. */
  recover(): Promise<void>;
}

interface NamedVolumeRequest extends Params<'named-volume.create'> {
  /** Writes the first files into the folder of the volume, before it has its name; without it, the volume is empty. */
  readonly fill?: (folder: string) => Promise<void>;
}

interface NewNamedVolume extends VolumeOfSpace, Pick<NamedVolumeRequest, 'limitBytes' | 'fill'> {}

/** What it has while no container has it: data that no service of the host owns. */
const unusedLabel = 'system_u:object_r:var_t:s0';

export function createNamedVolumes(options: NamedVolumesOptions): NamedVolumes {
  return {
    list: () => readNamedVolumes(options.places).map((one) => describe(options, one)),

    create: (params, signal) => create(options, params, signal),

    resize: (params) => resize(options, params),

    remove: (params) => remove(options, params),

    mountAll: (onTrouble) => mountAll(options, onTrouble),

    recover: () => clearUnfinishedVolumes(options.places),
  };
}

function describe(
  { space, places, usersOf }: NamedVolumesOptions,
  { name, createdAt, layer }: KeptNamedVolume,
): NamedVolume {
  const source = sourceOfNamedVolume(name);
  return {
    name,
    source,
    createdAt,
    limitBytes: layer?.bytes ?? null,
    usedBytes: space.usedBytes({ name, own: namedVolumePlaces(places, name) }, layer),
    users: usersOf(source).map((user) => user.name),
  };
}

function requireVolume({ places }: NamedVolumesOptions, name: string): KeptNamedVolume {
  return (
    readNamedVolume(places, name) ??
    fail('volume-not-allowed', { path: name, reason: say('there is no named volume of that name') })
  );
}

/** All of it before it has its name. */
async function prepare(
  { space, hasLabels }: NamedVolumesOptions,
  { name, own, limitBytes, fill }: NewNamedVolume,
  signal: AbortSignal,
): Promise<Layer | null> {
  const layer = await space.make({ name, own }, limitBytes, signal);
  await space.bring({ name, own }, layer);
  if (hasLabels()) labelFolder(own.files);
  await fill?.(own.files);
  return layer;
}

async function create(
  options: NamedVolumesOptions,
  { name, ...request }: NamedVolumeRequest,
  signal: AbortSignal,
): Promise<NamedVolume> {
  if (hasNamedVolume(options.places, name))
    fail('volume-not-allowed', { path: name, reason: say('there is a named volume of that name already') });
  const made = await makeNamedVolume(options.places, { name, createdAt: options.now() }, (own) =>
    prepare(options, { name, own, ...request }, signal),
  ).catch((error: unknown) => {
    options.space.release(name);
    throw asDiskFull(error, options.places.state);
  });
  if (made === undefined)
    fail('volume-not-allowed', { path: name, reason: say('a named volume of that name is being made') });
  return describe(options, made);
}

async function resize(
  options: NamedVolumesOptions,
  { name, limitBytes }: Params<'named-volume.resize'>,
): Promise<NamedVolume> {
  const kept = requireVolume(options, name);
  if (kept.layer === null)
    return fail('limit-not-possible', {
      name,
      limit: say('a limit of a named volume'),
      reason: say('it was made without one, where the file system has no project quota; make a new volume'),
    });
  const layer = await options.space.resize(
    { name, own: namedVolumePlaces(options.places, name) },
    kept.layer,
    limitBytes,
  );
  // It may have been removed meanwhile.
  const resized = { ...requireVolume(options, name), layer };
  rewriteNamedVolume(options.places, resized);
  return describe(options, resized);
}

async function remove(options: NamedVolumesOptions, { name }: Params<'named-volume.remove'>): Promise<void> {
  requireVolume(options, name);
  const users = options.usersOf(sourceOfNamedVolume(name)).map((user) => user.name);
  if (users.length > 0)
    fail('volume-not-allowed', {
      path: name,
      reason: say('it is a volume of {users}; detach it first', { users: users.join(', ') }),
    });
  // It is removed in one turn with the look at its users: it cannot be attached in between, nor another of its name
  // lose its limit.
  const removal = removeNamedVolume(options.places, name);
  options.space.release(name);
  await removal;
}

async function mountAll(
  { places, space }: NamedVolumesOptions,
  onTrouble: (source: string, error: unknown) => void,
): Promise<void> {
  for (const { name, layer } of readNamedVolumes(places))
    await space
      .bring({ name, own: namedVolumePlaces(places, name) }, layer)
      .catch((error: unknown) => onTrouble(sourceOfNamedVolume(name), error));
}

function labelFolder(path: string): void {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    setLabel(fd, unusedLabel);
  } finally {
    closeSync(fd);
  }
}
