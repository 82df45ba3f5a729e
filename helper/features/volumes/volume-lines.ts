// SPDX-License-Identifier: Apache-2.0
/**
 * What a container's volumes are in its LXC configuration: a mount for each, and the categories of those that it shares
 * at the high end of its level.
 */

import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import type { Volume } from '../../../contract/model/containers/volume.ts';
import type { ConfigurationLine } from '../../lxc/configuration-file.ts';
import type { IdRange } from '../../lxc/id-ranges.ts';
import { bindLine, fileLine, type MountLine } from '../../lxc/mount-table.ts';
import { namedVolumePlaces, readNamedVolume } from '../../lxc/named-volumes.ts';
import type { ContainerPlaces, HostPlaces } from '../../lxc/places.ts';
import { levelWithShared } from '../../selinux/shared-categories.ts';

/** Where a volume is mounted for the container, below LXC's folder of it. The name says nothing of the source. */
export function stagedPlace({ folder }: Pick<ContainerPlaces, 'folder'>, { target }: Pick<Volume, 'target'>): string {
  return join(stagingFolder(folder), createHash('sha256').update(target).digest('hex').slice(0, 16));
}

/** The mounts of a volume where no helper makes them; of a named one that is a disk of its own, that of the disk first. */
export function volumeLines(
  places: Pick<HostPlaces, 'state'>,
  own: Pick<ContainerPlaces, 'folder'>,
  { volume, ids }: { readonly volume: Volume; readonly ids: IdRange },
): readonly MountLine[] {
  const { source, readOnly } = volume;
  return [
    ...diskLines(places, source),
    bindLine(source, source),
    bindLine(source, stagedPlace(own, volume), { ids, isReadOnly: readOnly }),
  ];
}

function diskLines(places: Pick<HostPlaces, 'state'>, source: string): readonly MountLine[] {
  const kept = readNamedVolume(places, basename(dirname(source)));
  if (kept?.layer?.backing !== 'file') return [];
  const { files, file } = namedVolumePlaces(places, kept.name);
  return files === source ? [fileLine(file, files)] : [];
}

/** The same lines when they are so already. */
export function withVolumes(
  lines: readonly ConfigurationLine[],
  own: Pick<ContainerPlaces, 'folder'>,
  volumes: readonly Volume[],
): readonly ConfigurationLine[] {
  const isOurs = ({ key, value }: ConfigurationLine): boolean =>
    key === 'lxc.mount.entry' && value.startsWith(`${stagingFolder(own.folder)}/`);
  const shared = sharedCategoriesOf(volumes);
  const rest = lines
    .filter((line) => !isOurs(line))
    .map((line) => (line.key === 'lxc.selinux.context' ? { ...line, value: contextWith(line.value, shared) } : line));
  return [...rest, ...volumes.map((volume) => ({ key: 'lxc.mount.entry', value: mountEntry(own, volume) }))];
}

export function sharedCategoriesOf(volumes: readonly Volume[]): readonly number[] {
  return volumes.flatMap(({ category }) => category ?? []);
}

/** LXC takes a target without its first slash as below the container's root, and follows no link on the way. */
function mountEntry(own: Pick<ContainerPlaces, 'folder'>, volume: Volume): string {
  return `${stagedPlace(own, volume)} ${volume.target.slice(1)} none bind,nosuid,nodev${volume.readOnly ? ',ro' : ''} 0 0`;
}

function contextWith(text: string, shared: readonly number[]): string {
  const context = parseSecurityContext(text);
  return context === undefined
    ? text
    : formatSecurityContext({ ...context, level: levelWithShared(context.level, shared) });
}

function stagingFolder(folder: string): string {
  return join(folder, 'volumes');
}
