// SPDX-License-Identifier: Apache-2.0
/** Facts of the doctor that stand in files: programs, units, polkit's actions, the network, the helper's own process. */

import { existsSync, lstatSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { actionNames, polkitId } from '../../../../contract/actions.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { natBridge } from '../../../lxc/network/port-guard.ts';
import { textOf } from '../../../system/files/text-of.ts';
import type { HostTool } from '../../../system/packages.ts';
import type { NetworkFacts, NodeFacts, SelinuxFacts, ServiceFacts } from './doctor-facts.ts';

/** The paths are below the root folder, which a test replaces. */
const tools: readonly (readonly [HostTool, path: string])[] = [
  ['semodule', 'usr/sbin/semodule'],
  ['restorecon', 'usr/sbin/restorecon'],
  ['semanage', 'usr/sbin/semanage'],
  ['checkpolicy', 'usr/bin/checkpolicy'],
  ['secilc', 'usr/bin/secilc'],
  ['nft', 'usr/sbin/nft'],
];

const lxcFiles = [
  ...['start', 'stop', 'attach', 'freeze', 'unfreeze'].map((name) => `usr/bin/lxc-${name}`),
  'usr/share/lxc/config/common.seccomp',
];

export function missingTools(root = '/'): readonly HostTool[] {
  return tools.flatMap(([tool, path]) => (existsSync(join(root, path)) ? [] : [tool]));
}

export function missingLxcFiles(root = '/'): readonly string[] {
  return lxcFiles.filter((path) => !existsSync(join(root, path))).map((path) => `/${path}`);
}

/** The actions of the contract that the policy file of polkit does not declare. */
export function missingActions(root = '/'): readonly string[] {
  const text = textOf(join(root, 'usr/share/polkit-1/actions/org.bulkhead.policy')) ?? '';
  const declared = new Set([...text.matchAll(/<action id="([^"]+)">/g)].map(([, id]) => id));
  return actionNames.map(polkitId).filter((id) => !declared.has(id));
}

export function readNetworkFacts(root = '/'): NetworkFacts {
  return {
    hasBridge: existsSync(join(root, `sys/class/net/${natBridge}/bridge`)),
    hasService: ['usr/lib', 'etc'].some((folder) => existsSync(join(root, folder, 'systemd/system/lxc-net.service'))),
    hasPortGuard: existsSync(join(root, 'usr/lib/bulkhead/network/guard-port.sh')),
  };
}

export function readConfiguredMode(root = '/'): SelinuxFacts['configured'] {
  const config = textOf(join(root, 'etc/selinux/config')) ?? '';
  return [...config.matchAll(/^\s*SELINUX\s*=\s*(\S+)/gm)].at(-1)?.[1];
}

export function readNodeFacts(root = '/'): NodeFacts {
  return {
    version: process.versions.node,
    isReplaced: readlinkSync(join(root, 'proc/self/exe')).endsWith(' (deleted)'),
  };
}

export function readServiceFacts(root = '/'): ServiceFacts {
  const wants = join(root, 'etc/systemd/system');
  return {
    isSocketEnabled: isThere(join(wants, 'sockets.target.wants/bulkhead-helper.socket')),
    isServiceEnabled: isThere(join(wants, 'multi-user.target.wants/bulkhead-helper.service')),
    domain: readDomain('self', root),
  };
}

/** Processes of instances are in cgroups of their own, so what is in the service's is the daemon. */
export function readIncusDomain(root = '/'): string | undefined {
  const processes = textOf(join(root, 'sys/fs/cgroup/system.slice/incus.service/cgroup.procs')) ?? '';
  const [pid] = processes.trim().split('\n');
  return pid === undefined || pid === '' ? undefined : readDomain(pid, root);
}

function readDomain(process: string, root: string): string | undefined {
  const context = (textOf(join(root, 'proc', process, 'attr/current')) ?? '').replace(/[\0\n]+$/, '');
  return parseSecurityContext(context)?.type;
}

/** Says when a program was made, in seconds since the epoch; 0 when it is not there. */
export function builtAt(program: string): number {
  return (statSync(program, { throwIfNoEntry: false })?.mtimeMs ?? 0) / 1000;
}

/** Says whether something is there, also a link whose target is missing below another root. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
