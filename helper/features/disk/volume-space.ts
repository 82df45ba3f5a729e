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
import type { NamedVolumePlaces } from '../../lxc/named-volumes.ts';
import { mountPoints } from '../../lxc/root-mounts.ts';
import { formatSize } from '../../system/files/format-size.ts';
import { unlessCode } from '../../system/errno.ts';
import { setProject } from '../../system/native/project-quota.ts';
import type { VolumeSpace } from '../volumes/ports.ts';
import type { DiskGrants } from './disk-grants.ts';
import { type FileDisk, growFileDisk, inodesOfFile, makeFileDisk, mountFileDisk } from './file-disk.ts';
import { backingOf, freeProject } from './layers.ts';
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

export function createVolumeSpace({ folder, grants, reserveOf }: VolumeSpaceOptions): VolumeSpace {
  function makeByQuota(name: string, files: string, bytes: number | null): QuotaLayer {
    const layer: QuotaLayer = {
      backing: 'project-quota',
      project: freeProject(folder, projects, name),
      bytes,
      inodes: null,
    };
    const fd = openSync(files, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    try {
      setProject(fd, layer.project, 'folder');
    } finally {
      closeSync(fd);
    }
    grants.hold(grantOfVolume(name), layer);
    return layer;
  }

  async function makeInFile(
    name: string,
    own: NamedVolumePlaces,
    bytes: number,
    signal: AbortSignal,
  ): Promise<FileLayer> {
    mustFit(name, bytes, bytes);
    const layer: FileLayer = { backing: 'file', bytes, inodes: inodesOfFile(bytes, null) };
    await makeFileDisk(diskOf(name, own), layer, signal);
    return layer;
  }

  async function grow(name: string, own: NamedVolumePlaces, layer: FileLayer, bytes: number): Promise<FileLayer> {
    mustFit(name, bytes, bytes - layer.bytes);
    await growFileDisk(diskOf(name, own), bytes);
    return { ...layer, bytes };
  }

  function mustFit(name: string, bytes: number, more: number): void {
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

  return {
    async make(name, own, bytes, signal) {
      if (backingOf(folder) === 'project-quota') return makeByQuota(name, own.files, bytes);
      return bytes === null ? null : makeInFile(name, own, bytes, signal);
    },
    async bring(name, own, layer) {
      if (layer?.backing !== 'file') return;
      await mountFileDisk(diskOf(name, own));
      // mke2fs makes it for fsck, which makes it again where it needs it.
      unlessCode(() => rmdirSync(join(own.files, 'lost+found')), 'ENOENT', 'ENOTEMPTY');
    },
    async resize(name, own, layer, bytes) {
      if (layer.backing === 'project-quota') {
        const resized = { ...layer, bytes };
        grants.hold(grantOfVolume(name), resized);
        return resized;
      }
      if (bytes === layer.bytes) return layer;
      if (bytes === null || bytes < layer.bytes)
        return notPossible(
          name,
          say('it is a file system in a file of {bytes}, which can only grow; make a new volume', {
            bytes: formatSize(layer.bytes),
          }),
        );
      return grow(name, own, layer, bytes);
    },
    release: (name) => grants.release(grantOfVolume(name)),
    usedBytes(name, own, layer) {
      if (layer?.backing !== 'file') return grants.usageOf(grantOfVolume(name))?.bytes ?? null;
      return mountPoints().has(own.files) ? usedBytesOf(own.files) : null;
    },
  };
}

/** Each of its files has a label of its own. */
function diskOf(name: string, { file, files }: NamedVolumePlaces): FileDisk {
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
