// SPDX-License-Identifier: Apache-2.0
/** Makes a named volume of the files that a backup has of one, and attaches it. All of them may be a stranger's. */

import { closeSync, constants } from 'node:fs';
import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import { sourceOfNamedVolume } from '../../../contract/model/containers/named-volume.ts';
import type { Call } from '../../../rpc/handlers.ts';
import type { Caller } from '../../server/caller.ts';
import { openByParts } from '../../system/files/open-by-parts.ts';
import type { FilesOfOthers } from '../snapshots/ports.ts';
import type { VolumesForOthers } from '../volumes/ports.ts';
import { backupNames, type BackupRecord } from './backup-record.ts';

export interface VolumeRestoreHost {
  readonly files: Pick<FilesOfOthers, 'copyTree'>;
  readonly newVolumes: VolumesForOthers;
}

export interface RestoredVolume {
  /** The container that gets it. */
  readonly container: string;
  /** Holds the restored backup. Only root can enter it, and nobody changes it meanwhile. */
  readonly folder: string;
  readonly volume: BackupRecord['volumes'][number];
}

const ownIds = { base: 0, count: 65_536 };

/**
 * A volume whose name is taken gets that of the container before its own. Fails with what making, filling and attaching
 * a volume fails with; one that was not filled is not there.
 */
export async function restoreVolume(
  { container, folder, volume: { name, target, readOnly } }: RestoredVolume,
  { files, newVolumes }: VolumeRestoreHost,
  { caller: { identity }, signal }: Call<Caller>,
): Promise<void> {
  const opened = openByParts(join(backupNames.volumes, name), {
    from: folder,
    flags: constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
    judge: () => undefined,
  });
  if ('problem' in opened) fail('volume-not-allowed', { path: name, reason: opened.problem });
  try {
    // Programs of the helper, which have descriptors of their own, find it by its number.
    const tree = `/proc/${process.pid}/fd/${opened.descriptor}/.`;
    await removeDevices(Buffer.from(tree), signal);
    const made = newVolumes.hasNamed(name) ? `${container}-${name}`.slice(0, 63).replace(/\.+$/, '') : name;
    const fill = (upper: string): Promise<void> =>
      files.copyTree(tree, { name: container, upper, ids: ownIds }, signal);
    await newVolumes.makeNamed(made, fill, signal);
    const source = sourceOfNamedVolume(made);
    await newVolumes.attach({ name: container, source, target, readOnly, share: false }, { uid: identity.uid }, signal);
  } finally {
    closeSync(opened.descriptor);
  }
}

/** No container can make a device but the marks of an overlay, whose number is 0. Names need not be UTF-8. */
async function removeDevices(folder: Buffer, signal: AbortSignal): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, encoding: 'buffer' })) {
    signal.throwIfAborted();
    const path = Buffer.concat([folder, Buffer.from('/'), entry.name]);
    if (entry.isDirectory()) await removeDevices(path, signal);
    else if (entry.isBlockDevice() || (entry.isCharacterDevice() && (await lstat(path)).rdev !== 0)) await unlink(path);
  }
}
