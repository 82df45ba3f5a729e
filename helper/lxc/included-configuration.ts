// SPDX-License-Identifier: Apache-2.0
/** A container's configuration as LXC reads it: `lxc.include` lines replaced by what the included files say. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ConfigurationLine, parseConfiguration } from './configuration-file.ts';

export interface SourcedLine extends ConfigurationLine {
  /** The file that contains it. */
  readonly file: string;
}

/** LXC has no limit; a file that includes itself would never end. */
const deepest = 8;
const maxBytes = 1024 * 1024;

/** Include lines stay in the list before what they bring. Files that cannot be read bring nothing. */
export function readIncluding(path: string, depth = 0): readonly SourcedLine[] {
  return parseConfiguration(textOf(path) ?? '').flatMap((line) => {
    const own = { ...line, file: path };
    if (line.key !== 'lxc.include' || depth >= deepest) return [own];
    return [own, ...filesOf(line.value).flatMap((file) => readIncluding(file, depth + 1))];
  });
}

/** A folder means its files that end in `.conf`. */
function filesOf(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => name.endsWith('.conf'))
      .sort()
      .map((name) => join(path, name));
  } catch {
    return [];
  }
}

/** Only regular files: the author of the configuration may have named a pipe. */
function textOf(path: string): string | undefined {
  try {
    const status = statSync(path);
    return status.isFile() && status.size <= maxBytes ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
