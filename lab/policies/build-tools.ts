// SPDX-License-Identifier: Apache-2.0
/** The programs by which policies are built from their sources. */

import { existsSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { CannotBuild } from './cannot-build.ts';
import { converter } from './compiled-modules.ts';

/** Each program with Debian's package of it. */
const tools = {
  git: 'git',
  make: 'make',
  m4: 'm4',
  python3: 'python3',
  checkmodule: 'checkpolicy',
  semodule_package: 'semodule-utils',
  [converter]: 'policycoreutils',
} as const;

/** Throws `CannotBuild` with the names of those that are not in the folders of `path`. */
export function requireTools(path = process.env['PATH'] ?? ''): void {
  const folders = path.split(delimiter);
  const missing = Object.entries(tools)
    .filter(([tool]) => !folders.some((folder) => existsSync(resolve(folder, tool))))
    .map(([tool, name]) => `there is no ${tool} (package ${name})`);
  if (missing.length > 0) throw new CannotBuild(missing.join(', '));
}
