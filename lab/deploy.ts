// SPDX-License-Identifier: Apache-2.0
/**
 * Copies the results of the build, and the policy, to their places in the guest, and starts the helper's socket.
 * Missing pieces are named, not guessed.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { policyFolder } from '../packaging/installed-files.ts';
import { type Deployment, withDeployment } from './deployment.ts';
import type { Guest } from './guest.ts';
import { installModules } from './policy/policy-store.ts';
import { type OnProgress, step } from './progress.ts';
import { runTool } from './run-tool.ts';

export interface DeployReport {
  readonly missing: readonly string[];
  readonly policyChanged: boolean;
}

export function deploy(guest: Guest, onProgress: OnProgress = () => undefined): Promise<DeployReport> {
  return withDeployment((deployment) => install(guest, deployment, onProgress));
}

/** Copies the gathered files into the guest. */
export async function install(guest: Guest, deployment: Deployment, onProgress: OnProgress): Promise<DeployReport> {
  await step(onProgress, 'copied the helper and the policy into the lab', () => sendFiles(guest, deployment.folder));
  const policyChanged = await step(onProgress, 'loaded the policy modules', () =>
    loadPolicy(guest, deployment.modules),
  );
  await step(onProgress, 'brought up the network of the containers', () => guest.mustRun(restoreNetwork));
  if (policyChanged && (await hasIncus(guest)))
    await step(onProgress, 'started incusd in its domain', () => guest.mustRun(restartIncus));
  await step(onProgress, 'started the helper', () => startServices(guest));
  return { missing: deployment.missing, policyChanged };
}

const unpack = `set -e
units=/usr/lib/systemd/system
before=$(cat $units/bulkhead* $units/lxc-net.service.d/* 2>/dev/null | sha256sum)
systemctl stop bulkhead-helper.service bulkhead-helper.socket bulkhead-work.socket bulkhead-notify.socket \
  bulkhead-policy.socket bulkhead-policy.service bulkhead-listener.service bulkhead-metrics.socket \
  bulkhead-metrics.service bulkhead-consoles.service 2>/dev/null || true
rm -rf /usr/lib/bulkhead ${policyFolder} $units/bulkhead*
umask 022
tar -x -C / --no-same-owner --keep-directory-symlink -f -
chmod 0755 /usr/lib/bulkhead
systemd-sysusers bulkhead.conf
restorecon -RF /usr/lib/bulkhead /usr/share/bulkhead $units/bulkhead* /usr/share/polkit-1/actions/org.bulkhead* \\
  /usr/share/polkit-1/rules.d/*bulkhead* 2>/dev/null || true
# By hand, because "systemctl enable" reloads systemd once more, which costs seconds under emulation.
if [ -f $units/bulkhead-helper.socket ]; then
  mkdir -p /etc/systemd/system/sockets.target.wants
  ln -sf $units/bulkhead-helper.socket /etc/systemd/system/sockets.target.wants/
  mkdir -p /etc/systemd/system/multi-user.target.wants
  ln -sf $units/bulkhead-helper.service /etc/systemd/system/multi-user.target.wants/
fi
if [ "$before" != "$(cat $units/bulkhead* $units/lxc-net.service.d/* 2>/dev/null | sha256sum)" ]; then systemctl daemon-reload; fi
`;

/** The files of the packages, from the folder of a deployment. */
export async function sendFiles(guest: Guest, stage: string): Promise<void> {
  const archive = join(stage, '.archive.tar');
  // No folders: tar closes one that is there to others while it unpacks, and polkit, which looks for its rules meanwhile,
  // would be left without them.
  const files = await runTool('find', [join(stage, 'usr'), '!', '-type', 'd', '-printf', './usr/%P\\0']);
  await runTool('tar', ['-C', stage, '--null', '--no-recursion', '-T', '-', '-cf', archive], { input: files });
  await guest.mustRun(unpack, { input: await readFile(archive) });
}

async function policyHash(modules: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of modules) hash.update(basename(path)).update(await readFile(path));
  return hash.digest('hex');
}

const stamp = '/var/lib/bulkhead-lab/policy.loaded';

/** Existing files get the labels that the new modules specify; the images' own files get theirs from each mount. */
const relabel = `for path in /usr/lib/bulkhead /usr/lib/systemd/system/bulkhead* /run/bulkhead /etc/bulkhead; do
  [ ! -e "$path" ] || restorecon -RF "$path"
done
restorecon -RF -e /var/lib/bulkhead/images /var/lib/bulkhead
if restorecon -vF /usr/lib/systemd/system/lxc-net.service | grep -q .; then systemctl daemon-reload; fi
restorecon -F /var/lib/bulkhead/images /var/lib/bulkhead/images/* /var/lib/bulkhead/images/*/image.json
`;

/** Loads the modules when they differ from the loaded ones, and removes those that the checkout no longer has. */
async function loadPolicy(guest: Guest, modules: readonly string[]): Promise<boolean> {
  const names = modules.map((path) => basename(path, '.cil'));
  const hash = await policyHash(modules);
  const [loaded, ...before] = (await guest.mustRun(`cat ${stamp} 2>/dev/null || true`)).trimEnd().split('\n');
  if (loaded === hash || (names.length === 0 && before.length === 0)) return false;
  await installModules(
    guest,
    modules,
    before.filter((name) => !names.includes(name)),
  );
  await guest.mustRun(relabel);
  await guest.mustRun(`mkdir -p ${dirname(stamp)} && cat > ${stamp}`, { input: `${[hash, ...names].join('\n')}\n` });
  return true;
}

/**
 * The service failed at boot, before the policy was there that lets its dnsmasq work. Where it works, containers may be
 * using it: it is left alone.
 */
const restoreNetwork = `if ! systemctl is-active --quiet lxc-net.service; then
  [ ! -e /run/lxc ] || restorecon -R /run/lxc
  systemctl reset-failed lxc-net.service 2>/dev/null || true
  systemctl restart lxc-net.service || true
fi
`;

/** Debian's package has it there; the usual guest has none. */
const incusd = '/usr/libexec/incus/incusd';

async function hasIncus(guest: Guest): Promise<boolean> {
  return (await guest.run(['test', '-x', incusd])).code === 0;
}

/** Instances go on meanwhile. The files of their volumes are on other file systems, or have no label of the policy's. */
const restartIncus = `set -e
systemctl stop incus.service incus.socket
setsebool -P bulkhead_incus_confined on
for path in /usr/libexec/incus /var/lib/incus /var/log/incus /var/cache/incus /run/incus; do
  [ ! -e "$path" ] || restorecon -RFx "$path"
done
systemctl start incus.socket incus.service
`;

const startUnits = `if [ -f /usr/lib/systemd/system/bulkhead-helper.socket ]; then
  systemctl reset-failed bulkhead-helper.service bulkhead-helper.socket bulkhead-work.socket bulkhead-notify.socket \\
    bulkhead-policy.socket bulkhead-policy.service bulkhead-listener.service 2>/dev/null
  systemctl start bulkhead-helper.socket bulkhead-helper.service
fi
`;

export async function startServices(guest: Guest): Promise<void> {
  await guest.mustRun(startUnits);
}
