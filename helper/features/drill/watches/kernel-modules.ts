// SPDX-License-Identifier: Apache-2.0
/**
 * Modules of the kernel that attempts of the drill may have it load while SELinux does not keep the attacker from
 * asking. What was not loaded before is taken out again, by a unit of systemd that can load none: a drill leaves no code
 * in the kernel that was not there.
 */

import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { runProgram } from '../../../system/programs/run-program.ts';

/** File systems that hosts have and do not use, one of which an attempt asks for. */
const filesystems: readonly string[] = ['sysv', 'minix', 'romfs', 'udf', 'zonefs', 'erofs'];
/** The order is that in which they can be taken out: what another needs comes after it. */
export const modulesOfAttempts: readonly string[] = [
  'af_alg',
  'af_key',
  'xfrm_user',
  'xfrm_algo',
  'rxrpc',
  'vsock_loopback',
  'vmw_vsock_virtio_transport',
  'vmw_vsock_vmci_transport',
  'vsock_diag',
  'vsock',
  'binfmt_misc',
  ...filesystems,
];

export function loadedModules(): ReadonlySet<string> {
  return new Set(linesOf('/proc/modules').map((line) => line.split(' ')[0] ?? ''));
}

/** Lists the modules that a drill may load and that are loaded now: what is among them stays. */
export function modulesToKeep(): readonly string[] {
  const loaded = loadedModules();
  return modulesOfAttempts.filter((module) => loaded.has(module));
}

/** Unloads those that a drill may have loaded and that were not there before. One that is in use by now is left. */
export async function unloadModules(kept: readonly string[]): Promise<void> {
  for (const module of modulesOfAttempts.filter((name) => !kept.includes(name))) {
    if (loadedModules().has(module))
      await runProgram('/usr/bin/systemctl', ['start', '--', `bulkhead-unload@${module}.service`]);
  }
}

/** A file system whose module this host has and has not loaded; undefined where it has none. */
export function unloadedFilesystem(): string | undefined {
  const loaded = loadedModules();
  const known = linesOf(`/lib/modules/${release()}/modules.dep`).map((line) => /([^/]+)\.ko[^/]*:/.exec(line)?.[1]);
  return filesystems.find((name) => !loaded.has(name) && known.includes(name));
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
