// SPDX-License-Identifier: Apache-2.0
/** The commands of `npm run lab -- cluster`. Each gives the exit code. */

import { setTimeout as sleep } from 'node:timers/promises';
import { instancePlaces, readState } from '../../hosts/lab-instance.ts';
import { isAlive } from '../../hosts/is-alive.ts';
import {
  type CommandOptions,
  fail,
  notRunning,
  printAccess,
  runDetached,
  stopWithParent,
  untilStarted,
} from '../commands.ts';
import { findLab, type Guest } from '../guest.ts';
import { printProgress } from '../progress.ts';
import { startCluster } from './cluster-lab.ts';
import { labNames, maxMembers } from './members.ts';
import { untilOnline } from './until-online.ts';

interface ClusterCommandOptions extends CommandOptions {
  readonly members: number;
}

export async function clusterCommand(action: string | undefined, options: ClusterCommandOptions): Promise<number> {
  switch (action) {
    case 'up':
      return up(options);
    case 'down':
      return down(options);
    case 'status':
      return status(options);
    default:
      process.stderr.write('lab: cannot do that with a cluster: give "up", "down" or "status"\n');
      return 2;
  }
}

/** Runs until `down`, a signal, or the end of the parent. */
async function up(options: ClusterCommandOptions): Promise<number> {
  if (options.detach) return upDetached(options);
  const cluster = await startCluster({ name: options.name, count: options.members, onProgress: printProgress });
  const stop = (): void => void cluster.stop();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, stop);
  // Who asks for one member gets all of them back: a member alone would have another past than the others.
  process.on('SIGUSR2', () => void cluster.reset().catch(fail));
  if (options.parent !== undefined) void stopWithParent(options.parent, stop);
  for (const member of cluster.members) printAccess(member);
  await cluster.ended;
  return 0;
}

async function upDetached({ name, members, parent }: ClusterCommandOptions): Promise<number> {
  const running = await runningMembers(name);
  if (running.length > 0) {
    for (const member of running) printAccess(member);
    return 0;
  }
  const names = labNames(name, members);
  const words = [
    ...['cluster', 'up', '--name', name, '--members', String(members)],
    ...(parent === undefined ? [] : ['--parent', String(parent)]),
  ];
  return runDetached(name, words, async () => {
    for (const one of names) await untilStarted(one);
    const first = await findLab(names[0]);
    if (first) await untilOnline(first, members);
  });
}

async function down({ name }: ClusterCommandOptions): Promise<number> {
  const running = await runningMembers(name);
  if (running.length === 0) return notRunning(`${name}-1`);
  const states = await Promise.all(running.map((member) => readState(instancePlaces(member.name))));
  for (const owner of new Set(states.flatMap((state) => state?.owner ?? []))) process.kill(owner, 'SIGTERM');
  for (const state of states) while (state && isAlive(state.pid)) await sleep(50);
  return 0;
}

async function status({ name }: ClusterCommandOptions): Promise<number> {
  const running = await runningMembers(name);
  const [first] = running;
  if (first === undefined) return notRunning(`${name}-1`);
  for (const member of running) printAccess(member);
  process.stdout.write(await first.mustRun(['incus', 'cluster', 'list', '--format', 'compact']));
  return 0;
}

/** However many it has. */
async function runningMembers(cluster: string): Promise<readonly Guest[]> {
  const found: Guest[] = [];
  for (const name of labNames(cluster, maxMembers)) {
    const guest = await findLab(name);
    if (guest) found.push(guest);
  }
  return found;
}
