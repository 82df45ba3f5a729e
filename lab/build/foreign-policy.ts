// SPDX-License-Identifier: Apache-2.0
/** Gives a root the policy of another distribution: its modules in a store of their own, compiled, and its contexts. */

import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../run-tool.ts';

/** Not the checks of neverallow rules, some of which container-selinux breaks itself; a version that the guest's kernel reads. */
const semanageConf = 'module-store = direct\nexpand-check = 0\npolicy-version = 33\n';

interface ForeignPolicy {
  /** Holds the path of the policy's folder on this machine. */
  readonly folder: string;
  /** Its `SELINUXTYPE`. */
  readonly store: string;
}

export async function installForeignPolicy(
  root: string,
  { folder, store }: ForeignPolicy,
  signal?: AbortSignal,
): Promise<void> {
  const settings = join(root, 'etc/selinux', store);
  await mkdir(join(root, 'var/lib/selinux', store), { recursive: true });
  await cp(join(folder, 'contexts'), join(settings, 'contexts'), { recursive: true });
  await mkdir(join(settings, 'contexts/files'), { recursive: true });
  await writeFile(join(root, 'etc/selinux/semanage.conf'), semanageConf);
  const copy = 'root/policy-modules';
  await cp(join(folder, 'modules'), join(root, copy), { recursive: true });
  await cp(join(folder, 'container-selinux/container.cil'), join(root, copy, 'containers/container.cil'));
  const modules = (await readdir(join(root, copy)))
    .filter((name) => name.endsWith('.cil'))
    .map((name) => `/${copy}/${name}`);
  await runTool(
    'chroot',
    [
      ...[root, 'semodule', '-N', '-s', store, '-X', '100', ...modules.flatMap((path) => ['-i', path])],
      ...['-X', '200', '-i', `/${copy}/containers/container.cil`],
    ],
    { signal },
  );
  await rm(join(root, copy), { recursive: true });
}
