// SPDX-License-Identifier: Apache-2.0
/** Lines of LXC's configuration for limits of reading and writing. */

import { type IoDisk, ioFiles } from './io-limits.ts';
import type { ConfigurationLine } from '../lxc/configuration-file.ts';
import type { Description } from '../lxc/description.ts';

/** The lines of LXC's configuration for limits of reading and writing; none for a disk that cannot be limited. */
export function ioLines(io: Description['io'], disk: IoDisk | undefined): readonly ConfigurationLine[] {
  return disk === undefined
    ? []
    : ioFiles(io, disk, false).map(({ file, text }) => ({ key: `lxc.cgroup2.${file}`, value: text }));
}

/** The lines of a configuration with these for the disk. */
export function withIoLines(
  lines: readonly ConfigurationLine[],
  own: readonly ConfigurationLine[],
): readonly ConfigurationLine[] {
  return [...lines.filter(({ key }) => !key.startsWith('lxc.cgroup2.io.')), ...own];
}
