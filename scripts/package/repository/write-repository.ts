// SPDX-License-Identifier: Apache-2.0
/** Makes the repositories of a release: `apt/` of its Debian packages, and `rpm/` of its RPM packages, where it has such. */

import { join } from 'node:path';
import { hasProgram } from '../has-program.ts';
import { type RepositoryRequest, writeAptRepository } from './apt-repository.ts';
import { writeRpmRepository } from './rpm-repository.ts';
import { findSigningKey } from './signing-key.ts';

/** Raises before it writes anything when a program or the key is missing, or the address is none. */
export async function writeRepository({ folder, packages, key: given, address }: RepositoryRequest): Promise<void> {
  const debs = packages.filter((path) => path.endsWith('.deb'));
  const rpms = packages.filter((path) => path.endsWith('.rpm'));
  if (!/^(?:https?|file):\/\/\S*[^\s/]$/.test(address))
    throw new Error(
      `cannot make a repository for the address "${address}": give one of https without a slash at its end`,
    );
  if (debs.length + rpms.length === 0) throw new Error('cannot make a repository without packages: name some');
  const needed = [
    'gpg',
    ...(debs.length === 0 ? [] : ['apt-ftparchive']),
    ...(rpms.length === 0 ? [] : ['rpmsign', 'createrepo_c']),
  ];
  for (const program of needed)
    if (!(await hasProgram(program)))
      throw new Error(`cannot make a repository without ${program}: install apt-utils, createrepo-c, gnupg and rpm`);
  const key = await findSigningKey(given);
  if (debs.length > 0)
    await writeAptRepository({ folder: join(folder, 'apt'), packages: debs, key, address: `${address}/apt` });
  if (rpms.length > 0)
    await writeRpmRepository({ folder: join(folder, 'rpm'), packages: rpms, key, address: `${address}/rpm` });
}
