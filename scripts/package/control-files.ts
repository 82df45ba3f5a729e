// SPDX-License-Identifier: Apache-2.0
/** The maintainer scripts and triggers of a package, from `packaging/deb/`: named `helper.postinst.sh`, `selinux.triggers`. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageId } from '../../packaging/packages.ts';

/** By their names in the package: `postinst`. */
export function controlFiles(id: PackageId, checkout: string): ReadonlyMap<string, string> {
  const folder = join(checkout, 'packaging/deb');
  const names = readdirSync(folder).filter((name) => name.startsWith(`${id}.`));
  return new Map(
    names.map((name) => [name.slice(id.length + 1).replace(/\.sh$/, ''), readFileSync(join(folder, name), 'utf8')]),
  );
}
