// SPDX-License-Identifier: Apache-2.0
/**
 * A tree of cgroups as LXC makes them, each with a sleeping process, below a folder of its own. All of it is removed
 * again.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readlinkSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { vethNameOf } from '../../../helper/lxc/network/veth-name.ts';

export const treeName = 'bulkhead-bench';
export const treeRoot = join('/sys/fs/cgroup', treeName);

export interface Tree {
  /**
   * Runs a program in a network namespace that has the host's end of each container's cable. A hundred new interfaces
   * in the first namespace would keep udev busy for minutes, beside what is measured.
   */
  readonly inNetwork: readonly [file: string, ...args: string[]];
  remove(): Promise<void>;
}

export async function createTree(count: number): Promise<Tree> {
  const names = Array.from({ length: count }, (_, index) => `bench-${index}`);
  mkdirSync(treeRoot);
  writeFileSync(join(treeRoot, 'cgroup.subtree_control'), '+cpu +memory +io +pids');
  const sleepers = names.map(addContainer);
  const network = spawn('/usr/bin/unshare', ['--net', 'sleep', 'infinity'], { stdio: 'ignore' });
  const inNetwork = ['/usr/bin/nsenter', `--net=/proc/${network.pid}/ns/net`] as const;
  await ownNamespace(network);
  const [file, ...args] = inNetwork;
  execFileSync(file, [...args, 'ip', '-batch', '-'], {
    input: names.map((name) => `link add ${vethNameOf(name)} type dummy\n`).join(''),
  });
  return {
    inNetwork,
    async remove() {
      for (const sleeper of [...sleepers, network]) sleeper.kill('SIGKILL');
      await sleep(1000);
      for (const entry of readdirSync(treeRoot, { withFileTypes: true }))
        if (entry.isDirectory()) rmdirSync(join(treeRoot, entry.name));
      rmdirSync(treeRoot);
    },
  };
}

/** Waits until the process has left the namespace of this one. */
async function ownNamespace({ pid }: ChildProcess): Promise<void> {
  const own = readlinkSync('/proc/self/ns/net');
  while (readlinkSync(`/proc/${pid}/ns/net`) === own) await sleep(20);
}

function addContainer(name: string): ChildProcess {
  const cgroup = join(treeRoot, `lxc.payload.${name}`);
  mkdirSync(cgroup);
  const sleeper = spawn('/usr/bin/sleep', ['infinity'], { stdio: 'ignore' });
  writeFileSync(join(cgroup, 'cgroup.procs'), String(sleeper.pid));
  return sleeper;
}
