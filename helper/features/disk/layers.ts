// SPDX-License-Identifier: Apache-2.0
/**
 * Creates, mounts, resizes and removes the layers of containers, by project quota where the file system has it, else in
 * a file of its own.
 */

import { closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import type { DiskBacking } from '../../../contract/model/host/disk.ts';
import { say, type Words } from '../../../contract/text.ts';
import type { IdRange } from '../../lxc/id-ranges.ts';
import { fileLine, type MountLine } from '../../lxc/mount-table.ts';
import type { ContainerPlaces } from '../../lxc/places.ts';
import { mountPoints, unmountPoint } from '../../lxc/root-mounts.ts';
import {
  hasProjectQuota,
  limitProject,
  projectOf,
  readProjectUsage,
  setProject,
} from '../../system/native/project-quota.ts';
import type { DiskGrants } from './disk-grants.ts';
import { dropBallast, takeBallast } from './ballast.ts';
import { growFileDisk, inodesOfFile, makeFileDisk, mountFileDisk } from './file-disk.ts';
import { fileLayerOf } from './file-layer.ts';
import { type FileLayer, type Layer, layerFolders, type QuotaLayer } from '../../lxc/layer.ts';
import { type DiskSize, type Reserve, spendableBytes } from './reserve.ts';
import { formatSize } from '../../system/files/format-size.ts';
import type { Layers, LayerLimits, LayerOf, WantedLayerLimits } from '../containers/ports/layers.ts';
import { hasCode } from '../../system/errno.ts';

export interface LayersOptions {
  /** The folder of all layers. */
  readonly folder: string;
  readonly grants: DiskGrants;
  readonly reserveOf: (size: DiskSize) => Reserve;
}

/** Bytes of a file that are allocated at once, and how many of them are not allocated yet. */
export interface WantedSpace {
  readonly bytes: number;
  readonly more: number;
}

interface NewLayer {
  readonly ids: IdRange;
  readonly limits: LayerLimits;
}

/** A layer, and the limits that it is to have. */
interface Resizing<T extends Layer> {
  readonly layer: T;
  readonly limits: WantedLayerLimits;
}

export function createLayers(options: LayersOptions): Layers {
  return {
    check: (name, one) => check(options, name, one),
    make: async (container, { ids, limits }, signal) =>
      backingOf(options.folder) === 'project-quota'
        ? makeByQuota(options, container, { ids, limits })
        : makeInFile(options, { ...container, limits }, signal),
    mount: (container, layer) => mount(options, container, layer),
    mountLines: listMountLines,
    settle({ own }, layer) {
      if (layer?.backing === 'file') takeBallast(own);
    },
    async unmount({ name, own }) {
      if (mountPoints().has(own.layerMount)) await unmountPoint(name, own.layerMount);
    },
    release: (container) => release(options, container),
    async resize({ name, own }, layer, limits) {
      if (layer?.backing === 'project-quota') return resizeByQuota(options, name, { layer, limits });
      if (layer?.backing === 'file')
        return { layer: await resizeFile(options, { name, own }, { layer, limits }), note: null };
      return fail('limit-not-possible', {
        name,
        limit: say('the disk limit'),
        reason: say(
          'it was created before layers had limits, and the file system of its layer has no project ' +
            'quota; create a new container',
        ),
      });
    },
  };
}

function requireSpace({ folder, reserveOf }: LayersOptions, name: string, { bytes, more }: WantedSpace): void {
  const spendable = spendableBytes(folder, reserveOf);
  if (more <= spendable) return;
  const reason = say(
    'its layer is a file whose {bytes} are allocated at once, and only {spendable} are free above ' +
      "the host's reserve; choose a smaller limit, or give the file system project quotas " +
      '(docs/guide/disk.md)',
    { bytes: formatSize(bytes), spendable: formatSize(spendable) },
  );
  fail('limit-not-possible', { name, limit: say('the disk limit'), reason });
}

function check(options: LayersOptions, name: string, { diskBytes }: LayerLimits): void {
  if (backingOf(options.folder) === 'project-quota') return;
  if (diskBytes === null)
    fail('limit-not-possible', {
      name,
      limit: say('no disk limit'),
      reason: say(
        'the file system of its layers has no project quota, so its layer is a file, which has a size; choose one',
      ),
    });
  requireSpace(options, name, { bytes: diskBytes, more: diskBytes });
}

function makeByQuota(
  { folder, grants }: LayersOptions,
  { name, own }: LayerOf,
  { ids, limits: { diskBytes, diskInodes } }: NewLayer,
): QuotaLayer {
  const layer: QuotaLayer = {
    backing: 'project-quota',
    project: freeProject(folder, ids, name),
    bytes: diskBytes,
    inodes: diskInodes,
  };
  for (const path of [own.upper, own.work]) {
    mkdirSync(path);
    withFolder(path, (fd) => setProject(fd, layer.project, 'folder'));
  }
  grants.hold(name, layer);
  return layer;
}

async function makeInFile(
  options: LayersOptions,
  { name, own, limits: { diskBytes, diskInodes } }: LayerOf & Pick<NewLayer, 'limits'>,
  signal: AbortSignal,
): Promise<FileLayer> {
  check(options, name, { diskBytes, diskInodes });
  const bytes = diskBytes ?? 0;
  const layer: FileLayer = { backing: 'file', bytes, inodes: inodesOfFile(bytes, diskInodes) };
  const disk = fileLayerOf(own);
  await makeFileDisk(disk, layer, signal);
  await mountFileDisk(disk);
  const { upper, work } = layerFolders(own, layer);
  for (const path of [upper, work]) mkdirSync(path);
  return layer;
}

function resizeByQuota(
  options: LayersOptions,
  name: string,
  { layer, limits }: Resizing<QuotaLayer>,
): { readonly layer: QuotaLayer; readonly note: Words | null } {
  const { diskBytes = layer.bytes, diskInodes = layer.inodes } = limits;
  const resized = { ...layer, bytes: diskBytes, inodes: diskInodes };
  options.grants.hold(name, resized);
  return { layer: resized, note: describeUsage(options, name, resized) };
}

function describeUsage({ grants }: LayersOptions, name: string, { bytes, inodes }: QuotaLayer): Words | null {
  const usage = grants.usageOf(name);
  if (usage === undefined) return null;
  if (bytes !== null && usage.bytes > bytes)
    return say('its layer holds {bytes}, more than that: nothing more can be written until some of it is removed', {
      bytes: formatSize(usage.bytes),
    });
  if (inodes !== null && usage.inodes > inodes)
    return say('its layer holds {inodes} files, more than that: no more can be made until some are removed', {
      inodes: usage.inodes,
    });
  if (bytes !== null && usage.maxBytes < bytes)
    return say('the limits of all containers are more than the disk has: for now it gets {maxBytes}', {
      maxBytes: formatSize(usage.maxBytes),
    });
  return null;
}

async function resizeFile(
  options: LayersOptions,
  { name, own }: LayerOf,
  { layer, limits }: Resizing<FileLayer>,
): Promise<FileLayer> {
  const { diskBytes = layer.bytes, diskInodes = layer.inodes } = limits;
  if (diskInodes !== layer.inodes)
    fail('limit-not-possible', {
      name,
      limit: say('the limit of files'),
      reason: say('its layer is a file system in a file, which was created with {inodes} inodes', {
        inodes: layer.inodes,
      }),
    });
  if (diskBytes === null || diskBytes < layer.bytes)
    fail('limit-not-possible', {
      name,
      limit: say('a smaller disk limit'),
      reason: say('its layer is a file system in a file of {bytes}, which can only grow; make a new container', {
        bytes: formatSize(layer.bytes),
      }),
    });
  if (diskBytes === layer.bytes) return layer;
  requireSpace(options, name, { bytes: diskBytes, more: diskBytes - layer.bytes });
  await growFileDisk(fileLayerOf(own), diskBytes);
  return { ...layer, bytes: diskBytes };
}

async function mount({ folder, grants }: LayersOptions, { name, own }: LayerOf, layer: Layer | null): Promise<void> {
  if (layer?.backing === 'file') {
    await mountFileDisk(fileLayerOf(own));
    // A mounted one may belong to a running container, and would use the space.
    if (!mountPoints().has(own.rootfs)) dropBallast(own);
  }
  if (layer?.backing !== 'project-quota') return;
  if (backingOf(folder) !== 'project-quota')
    fail('container-failed', {
      name,
      reason: say(
        'its disk limit is a project quota, which the file system of {folder} does not enforce ' +
          'now; mount it with the option prjquota',
        { folder },
      ),
    });
  grants.hold(name, layer);
}

function listMountLines(own: ContainerPlaces, layer: Layer | null): readonly MountLine[] {
  if (layer?.backing !== 'file') return [];
  const { file, mountPoint, label } = fileLayerOf(own);
  return [fileLine(file, mountPoint, label)];
}

function release({ grants, folder }: LayersOptions, { name, own }: LayerOf): void {
  grants.release(name);
  const project = projectOfPath(own.upper) ?? projectOfPath(own.work);
  if (project !== undefined && backingOf(folder) === 'project-quota')
    withFolder(folder, (fd) => limitProject(fd, project, undefined));
}

/** The limits of a layer that is created in this folder now. */
export function backingOf(folder: string): Exclude<DiskBacking, 'none'> {
  return withFolder(folder, hasProjectQuota) ? 'project-quota' : 'file';
}

/** A project that no file counts for, out of the numbers of the container's own ids, which no other container has. */
export function freeProject(folder: string, { base, count }: IdRange, name: string): number {
  return withFolder(folder, (fd) => {
    for (let project = base; project < base + count; project += 1) {
      const { bytes, inodes } = readProjectUsage(fd, project);
      if (bytes === 0 && inodes === 0) return project;
    }
    return fail('container-failed', {
      name,
      reason: say('files of the host count for all projects from {base} on; see repquota -P', { base }),
    });
  });
}

/** Undefined for a folder that is not there, or counts for none. */
export function projectOfPath(path: string): number | undefined {
  try {
    const project = withFolder(path, projectOf);
    return project === 0 ? undefined : project;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTTY', 'EOPNOTSUPP', 'ENOTSUP', 'EINVAL')) return undefined;
    throw error;
  }
}

function withFolder<T>(path: string, act: (fd: number) => T): T {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    return act(fd);
  } finally {
    closeSync(fd);
  }
}
