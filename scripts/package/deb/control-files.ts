// SPDX-License-Identifier: Apache-2.0
/**
 * What of a package comes from `packaging/deb/`: its maintainer scripts (`helper.postinst.sh`), its triggers, and where
 * lintian is overruled.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageId } from '../../../packaging/packages.ts';

const overrides = '.lintian-overrides';

/** Reads the scripts by their names in the package: `postinst`. */
export function controlFiles(id: PackageId, checkout: string): ReadonlyMap<string, string> {
  const folder = join(checkout, 'packaging/deb');
  const names = readdirSync(folder).filter((name) => name.startsWith(`${id}.`) && !name.endsWith(overrides));
  return new Map(
    names.map((name) => [name.slice(id.length + 1).replace(/\.sh$/, ''), readFileSync(join(folder, name), 'utf8')]),
  );
}

/** Undefined when nothing is overruled. */
export function lintianOverrides(id: PackageId, checkout: string): string | undefined {
  const path = join(checkout, 'packaging/deb', `${id}${overrides}`);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
