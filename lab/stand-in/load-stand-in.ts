// SPDX-License-Identifier: Apache-2.0
/**
 * Gives a guest the stand-in instead of Debian's policy, as `SELINUXTYPE=targeted`, enforcing: with a module store of its
 * own in which semodule works, all files labelled again, and Bulkhead's modules installed by the program of its packages.
 * The caller resets the guest afterwards. The guest is not booted again: what ran before keeps the name of its
 * domain, and has no label where the stand-in has no such name.
 */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guest } from '../guest.ts';
import { runTool } from '../run-tool.ts';
import { hostPolicy } from './host-policy.ts';

const store = 'var/lib/selinux/targeted';
const settings = 'etc/selinux/targeted';

const defaultContexts = `system_r:sshd_t:s0 unconfined_r:unconfined_t:s0
system_r:init_t:s0 unconfined_r:unconfined_t:s0
`;

/** Permissive only while there are neither labels nor modules. */
const install = `set -e
systemctl stop bulkhead-helper.service bulkhead-helper.socket bulkhead-work.socket bulkhead-notify.socket bulkhead-policy.socket bulkhead-policy.service bulkhead-listener.service bulkhead-metrics.socket bulkhead-metrics.service
setenforce 0
mkdir -p /${settings}
cp -a /etc/selinux/default/contexts /${settings}/
rm -rf /${settings}/contexts/files /${settings}/contexts/users
tar -C / -x --no-same-owner --no-overwrite-dir -f -
sed -i 's/^SELINUXTYPE=.*/SELINUXTYPE=targeted/' /etc/selinux/config
load_policy
restorecon -RF -e /var/lib/bulkhead/images -e /var/lib/lxcfs -e /run/credentials /usr /etc /var /run /dev /boot /root /home
systemctl daemon-reexec
/usr/libexec/bulkhead-selinux/install-modules
setenforce 1
systemctl start bulkhead-helper.socket bulkhead-helper.service
`;

/** Resolves when the helper has started under it. */
export async function loadStandIn(guest: Guest): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-stand-in-'));
  try {
    const archive = join(folder, 'store.tar');
    const version = (await guest.mustRun(['cat', '/sys/fs/selinux/policyvers'])).trim();
    await makeStore(folder, archive, version);
    await guest.mustRun(install, { input: await readFile(archive) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeStore(folder: string, archive: string, version: string): Promise<void> {
  const root = join(folder, 'root');
  const module = join(folder, 'stand-in.cil');
  for (const path of [store, `${settings}/policy`, `${settings}/contexts/files`])
    await mkdir(join(root, path), { recursive: true });
  await writeFile(join(root, settings, 'contexts/default_contexts'), defaultContexts);
  await writeFile(
    join(root, 'etc/selinux/semanage.conf'),
    `module-store = direct\nexpand-check = 0\npolicy-version = ${version}\n`,
  );
  await writeFile(module, await hostPolicy());
  await runTool('semodule', ['-p', root, '-s', 'targeted', '-N', '-X', '100', '-i', module]);
  await runTool('tar', ['-C', root, '--owner=0', '--group=0', '-cf', archive, store, settings]);
}
