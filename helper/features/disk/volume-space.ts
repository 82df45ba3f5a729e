// SPDX-License-Identifier: Apache-2.0
/**
 * Limits named volumes by project quotas, which share the space above the host's reserve with the containers' layers, or
 * by a file system in a file where there are none.
 */

import { closeSync, constants, openSync, rmdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import type { FileLayer, QuotaLayer } from '../../lxc/layer.ts';
import { mountPoints } from '../../lxc/root-mounts.ts';
import { formatSize } from '../../system/files/format-size.ts';
import { unlessCode } from '../../system/errno.ts';
import { setProject } from '../../system/native/project-quota.ts';
import type { VolumeOfSpace, VolumeSpace } from '../volumes/ports.ts';
import type { DiskGrants } from './disk-grants.ts';
import { type FileDisk, growFileDisk, inodesOfFile, makeFileDisk, mountFileDisk } from './file-disk.ts';
import { backingOf, freeProject, type WantedSpace } from './layers.ts';
import { type DiskSize, type Reserve, spendableBytes } from './reserve.ts';

/** The projects are above the ids of all containers, of which each layer takes its project. */
const projects = { base: 3_000_000_000, count: 100_000 };

/** No container has such a name. */
export const grantOfVolume = (name: string): string => `volume:${name}`;

export interface VolumeSpaceOptions {
  /** The layers are in this folder, on whose file system the volumes lie too. */
  readonly folder: string;
  readonly grants: DiskGrants;
  readonly reserveOf: (size: DiskSize) => Reserve;
}

interface SizedVolume extends VolumeOfSpace {
  readonly bytes: number;
}

export function createVolumeSpace(options: VolumeSpaceOptions): VolumeSpace {
  return {
    async make(volume, bytes, signal) {
      if (backingOf(options.folder) === 'project-quota') return makeByQuota(options, volume, bytes);
      return bytes === null ? null : makeInFile(options, { ...volume, bytes }, signal);
    },
    async bring(volume, layer) {
      if (layer?.backing !== 'file') return;
      await mountFileDisk(diskOf(volume));
      // mke2fs makes it for fsck, which makes it again where it needs it.
      unlessCode(() => rmdirSync(join(volume.own.files, 'lost+found')), 'ENOENT', 'ENOTEMPTY');
    },
    async resize(volume, layer, bytes) {
      if (layer.backing === 'project-quota') {
        const resized = { ...layer, bytes };
        options.grants.hold(grantOfVolume(volume.name), resized);
        return resized;
      }
      if (bytes === layer.bytes) return layer;
      if (bytes === null || bytes < layer.bytes)
        return notPossible(
          volume.name,
          say('it is a file system in a file of {bytes}, which can only grow; make a new volume', {
            bytes: formatSize(layer.bytes),
          }),
        );
      return grow(options, { ...volume, bytes }, layer);
    },
    release: (name) => options.grants.release(grantOfVolume(name)),
    usedBytes({ name, own }, layer) {
      if (layer?.backing !== 'file') return options.grants.usageOf(grantOfVolume(name))?.bytes ?? null;
      return mountPoints().has(own.files) ? usedBytesOf(own.files) : null;
    },
  };
}

function makeByQuota(
  { folder, grants }: VolumeSpaceOptions,
  { name, own }: VolumeOfSpace,
  bytes: number | null,
): QuotaLayer {
  const layer: QuotaLayer = {
    backing: 'project-quota',
    project: freeProject(folder, projects, name),
    bytes,
    inodes: null,
  };
  const fd = openSync(own.files, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    setProject(fd, layer.project, 'folder');
  } finally {
    closeSync(fd);
  }
  grants.hold(grantOfVolume(name), layer);
  return layer;
}

async function makeInFile(options: VolumeSpaceOptions, volume: SizedVolume, signal: AbortSignal): Promise<FileLayer> {
  const { name, bytes } = volume;
  requireSpace(options, name, { bytes, more: bytes });
  const layer: FileLayer = { backing: 'file', bytes, inodes: inodesOfFile(bytes, null) };
  await makeFileDisk(diskOf(volume), layer, signal);
  return layer;
}

async function grow(options: VolumeSpaceOptions, volume: SizedVolume, layer: FileLayer): Promise<FileLayer> {
  const { name, bytes } = volume;
  requireSpace(options, name, { bytes, more: bytes - layer.bytes });
  await growFileDisk(diskOf(volume), bytes);
  return { ...layer, bytes };
}

function requireSpace({ folder, reserveOf }: VolumeSpaceOptions, name: string, { bytes, more }: WantedSpace): void {
  const spendable = spendableBytes(folder, reserveOf);
  if (more <= spendable) return;
  const values = { bytes: formatSize(bytes), spendable: formatSize(spendable) };
  notPossible(
    name,
    say(
      "it is a file whose {bytes} are allocated at once, and only {spendable} are free above the host's reserve; " +
        'choose a smaller limit, or give the file system project quotas (docs/guide/disk.md)',
      values,
    ),
  );
}

/** Each of its files has a label of its own. */
function diskOf({ name, own: { file, files } }: VolumeOfSpace): FileDisk {
  return {
    file,
    mountPoint: files,
    onFailure: (output) => notPossible(name, say('its file cannot be prepared: {output}', { output })),
  };
}

function notPossible(name: string, reason: ReturnType<typeof say>): never {
  return fail('limit-not-possible', { name, limit: say('a limit of a named volume'), reason });
}

function usedBytesOf(mountPoint: string): number {
  const { bsize, blocks, bfree } = statfsSync(mountPoint);
  return (blocks - bfree) * bsize;
}
