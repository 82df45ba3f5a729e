// SPDX-License-Identifier: Apache-2.0
/**
 * Limits the layers of containers that were created before there were limits, where the file system has project quotas.
 * Idempotent: what a crash interrupted is done at the next start.
 */

import { closeSync, constants, openSync } from 'node:fs';
import { defaultLimits } from '../../../contract/model/containers/limits.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { readDescription } from '../../lxc/description.ts';
import { containerPlaces, type ContainerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { openRoot, type OpenTree, walkTree } from '../../selinux/labels/walk-tree.ts';
import { type IdRange, rangeOfIdmap } from '../../lxc/id-ranges.ts';
import { type ProjectUsage, readProjectUsage, setProject } from '../../system/native/project-quota.ts';
import type { QuotaLayer } from '../../lxc/layer.ts';
import { backingOf, freeProject, projectOfPath } from './layers.ts';
import { readConfiguration } from '../../lxc/configuration-file.ts';
import type { Layers } from '../containers/ports/layers.ts';

export interface AdoptOptions {
  readonly places: HostPlaces;
  /** The folder of all layers. */
  readonly folder: string;
  readonly layers: Pick<Layers, 'mount'>;
  /** Writes what limits a container's layer. */
  readonly choose: (name: string, layer: QuotaLayer) => void;
}

/** A failure with one container leaves it without a limit, as before; the others are still done. */
export async function adoptLayers(
  { places, folder, layers, choose }: AdoptOptions,
  onTrouble: (name: string, error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  if (backingOf(folder) !== 'project-quota') return;
  for (const name of containerNames(places.lxc)) {
    const own = containerPlaces(places, name);
    if (readDescription(own.description)?.layer !== null) continue;
    try {
      const ids = (readConfiguration(own.configuration) ?? []).flatMap(({ key, value }) =>
        key === 'lxc.idmap' ? (rangeOfIdmap(value) ?? []) : [],
      )[0];
      if (ids === undefined) continue;
      const layer = await adopt({ name, own, ids, folder }, signal);
      // It may have been removed meanwhile.
      if (readDescription(own.description) === undefined) continue;
      await layers.mount({ name, own }, layer);
      choose(name, layer);
    } catch (error) {
      onTrouble(name, error);
    }
  }
}

interface Adopted {
  readonly name: string;
  readonly own: ContainerPlaces;
  readonly ids: IdRange;
  readonly folder: string;
}

async function adopt({ name, own, ids, folder }: Adopted, signal: AbortSignal): Promise<QuotaLayer> {
  const project = projectOfPath(own.upper) ?? projectOfPath(own.work) ?? freeProject(folder, ids, name);
  for (const path of [own.upper, own.work]) await countFor(project, path, signal);
  return { backing: 'project-quota', project, ...limitsFor(usageIn(folder, project)) };
}

/**
 * Folders before their entries, so that files created meanwhile count too. Links and devices use no space of their own,
 * and cannot be added to a project later.
 */
async function countFor(project: number, path: string, signal: AbortSignal): Promise<void> {
  const root = openRoot(path);
  if (root === undefined) return;
  try {
    await countTree(project, { path, folder: root }, signal);
  } finally {
    closeSync(root);
  }
}

async function countTree(project: number, tree: OpenTree, signal: AbortSignal): Promise<void> {
  for await (const found of walkTree(tree, signal)) {
    if (found.kind === 'skipped' || !(found.status.isDirectory() || found.status.isFile())) continue;
    const fd = openSync(`/proc/self/fd/${found.fd}`, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      setProject(fd, project, found.status.isDirectory() ? 'folder' : 'file');
    } finally {
      closeSync(fd);
    }
  }
}

/**
 * The default, or twice the used space where that is more than the default: no working container should stop because of
 * it.
 */
function limitsFor({ bytes, inodes }: ProjectUsage): Pick<QuotaLayer, 'bytes' | 'inodes'> {
  return {
    bytes: Math.max(defaultLimits.diskBytes ?? 0, 2 * bytes),
    inodes: Math.max(defaultLimits.diskInodes ?? 0, 2 * inodes),
  };
}

function usageIn(folder: string, project: number): ProjectUsage {
  const fd = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    return readProjectUsage(fd, project);
  } finally {
    closeSync(fd);
  }
}
