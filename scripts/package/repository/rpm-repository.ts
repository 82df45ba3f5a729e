// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a signed repository for dnf: the packages, each with a signature of its own, `repodata/` with a signature
 * beside it, the key, and a file for `/etc/yum.repos.d` by which dnf checks both.
 */

import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runTool } from '../../electron/run-tool.ts';
import type { RepositoryRequest } from './apt-repository.ts';
import { exportPublicKey, signFile } from './signing-key.ts';

export const rpmKeyName = 'RPM-GPG-KEY-bulkhead';

/** Signs copies of the packages, and replaces the index by one of all packages in the folder. */
export async function writeRpmRepository({ folder, packages, key, address }: RepositoryRequest): Promise<void> {
  await mkdir(folder, { recursive: true });
  const copies = packages.map((path) => join(folder, basename(path)));
  for (const [at, path] of packages.entries()) await copyFile(path, copies[at] as string);
  await runTool('rpmsign', ['--define', `_gpg_name ${key}`, '--addsign', ...copies]);
  // RHEL's and Debian's dnf read gzip, whichever their version.
  await runTool('createrepo_c', ['--quiet', '--general-compress-type', 'gz', folder]);
  const index = join(folder, 'repodata', 'repomd.xml');
  await signFile(key, 'detach', { source: index, target: `${index}.asc` });
  await exportPublicKey(key, join(folder, rpmKeyName));
  await writeFile(join(folder, 'bulkhead.repo'), repoText(address));
}

function repoText(address: string): string {
  return `[bulkhead]
name=Bulkhead
baseurl=${address}
enabled=1
gpgcheck=1
repo_gpgcheck=1
gpgkey=${address}/${rpmKeyName}
`;
}
