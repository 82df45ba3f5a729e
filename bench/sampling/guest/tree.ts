// SPDX-License-Identifier: Apache-2.0
/**
 * A tree of cgroups as LXC makes them, each with a sleeping process, below a folder of its own. All of it is removed
 * again.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { vethNameOf } from '../../../helper/lxc/network/veth-name.ts';

export const treeName = 'bulkhead-bench';
export const treeRoot = join('/sys/fs/cgroup', treeName);
/**
 * In place of `/sys/class/net`: each name leads to the one interface that there is. A hundred new ones would keep udev
 * busy for minutes, beside what is measured.
 */
export const networkRoot = '/run/bulkhead-bench-network';
const anyInterface = '/sys/class/net/lo';

export interface Tree {
  remove(): Promise<void>;
}

export function createTree(count: number): Tree {
  const names = Array.from({ length: count }, (_, index) => `bench-${index}`);
  mkdirSync(treeRoot);
  writeFileSync(join(treeRoot, 'cgroup.subtree_control'), '+cpu +memory +io +pids');
  const sleepers = names.map(addContainer);
  mkdirSync(networkRoot);
  for (const name of names) symlinkSync(anyInterface, join(networkRoot, vethNameOf(name)));
  return {
    async remove() {
      for (const sleeper of sleepers) sleeper.kill('SIGKILL');
      rmSync(networkRoot, { recursive: true });
      await sleep(1000);
      for (const entry of readdirSync(treeRoot, { withFileTypes: true }))
        if (entry.isDirectory()) rmdirSync(join(treeRoot, entry.name));
      rmdirSync(treeRoot);
    },
  };
}

function addContainer(name: string): ChildProcess {
  const cgroup = join(treeRoot, `lxc.payload.${name}`);
  mkdirSync(cgroup);
  const sleeper = spawn('/usr/bin/sleep', ['infinity'], { stdio: 'ignore' });
  writeFileSync(join(cgroup, 'cgroup.procs'), String(sleeper.pid));
  return sleeper;
}
