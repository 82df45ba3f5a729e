// SPDX-License-Identifier: Apache-2.0
/**
 * What mounts a container where no helper does: its mounts as a table of fstab(5), kept beside its layers, for
 * `mount --all --fstab FILE`. The helper writes it, and reads it never.
 */

import { writeFileSync } from 'node:fs';
import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import { textOf } from '../system/files/text-of.ts';
import { writeDurably } from '../system/files/write-durably.ts';
import type { IdRange } from './id-ranges.ts';
import type { ContainerPlaces } from './places.ts';
import type { RootMounts } from './root-mounts.ts';

/** A line of the table, whose words are as mount(8) takes them. */
export interface MountLine {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** A file that is a disk of its own; `label` is that of all that is in it, where it has one. */
export function fileLine(file: string, target: string, label?: string): MountLine {
  const labelled = label === undefined ? [] : [`context="${label}"`];
  return { source: file, target, type: 'ext4', options: ['loop', 'nosuid', 'nodev', 'noatime', ...labelled] };
}

/** A folder a second time, harmless where the host sees it; its files owned by `ids` in place of 0 and up. */
export function bindLine(
  source: string,
  target: string,
  { ids, isReadOnly = false }: { readonly ids?: IdRange; readonly isReadOnly?: boolean } = {},
): MountLine {
  const options = ['bind', 'nosuid', 'nodev', ...(isReadOnly ? ['ro'] : [])];
  if (ids !== undefined) options.push(`X-mount.idmap=b:0:${ids.base}:${ids.count}`, 'X-mount.mkdir');
  return { source, target, type: 'none', options };
}

/** As {@link mountRoot} mounts it, but that the kernel shows the container the host's paths of its layers. */
export function rootLines({ places, layer, image, init, ids, context }: RootMounts): readonly MountLine[] {
  const lowers = [...(init === undefined ? [] : [init]), places.lower].join(':');
  const folders = [`lowerdir=${lowers}`, `upperdir=${layer.upper}`, `workdir=${layer.work}`];
  return [
    bindLine(image, places.lower, { ids }),
    {
      source: 'overlay',
      target: places.rootfs,
      type: 'overlay',
      options: ['nodev', ...folders, `context="${formatSecurityContext(context)}"`],
    },
  ];
}

const head = `# SPDX-License-Identifier: Apache-2.0
# Written by Bulkhead, which does not read it: what mounts this container where no helper does.
#   mount --all --fstab FILE
`;

/** Writes the text of fstab(5). */
export function formatMountTable(lines: readonly MountLine[]): string {
  return `${head}${lines
    .map(({ source, target, type, options }) =>
      [source, target, type, options.join(','), '0', '0'].map(escapeWord).join(' '),
    )
    .join('\n')}\n`;
}

/** Keeps it beside the layers of the container, where it is not kept so already. */
export function keepMountTable({ mountTable }: ContainerPlaces, lines: readonly MountLine[]): void {
  const text = formatMountTable(lines);
  if (textOf(mountTable) !== text) writeDurably(mountTable, text, 0o600);
}

/** Writes the table for a container under creation: it is on the disk once the caller's own files are. */
export function writeMountTable({ mountTable }: ContainerPlaces, lines: readonly MountLine[]): void {
  writeFileSync(mountTable, formatMountTable(lines), { mode: 0o600 });
}

/** Words end at white space, and a line that begins with a hash is none. */
function escapeWord(word: string): string {
  return word.replace(/[\s\\#]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
