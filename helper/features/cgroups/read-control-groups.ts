// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the tree of control groups. Names are bytes, since a user with groups of their own may choose them; a group that
 * goes away meanwhile is left out.
 */

import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { ControlGroup, ControlGroups } from '../../../contract/model/host/control-group.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { bytesOfName, textOfName } from '../../system/native/byte-names.ts';

interface ReadOptions {
  readonly signal: AbortSignal;
  /** Names the container of a path below the root; undefined for a group that is no container's. */
  readonly containerOf: (path: string) => string | undefined;
  readonly maxCount?: number;
}

interface Node {
  readonly group: ControlGroup;
  readonly children: Node[];
}

const slash = Buffer.from('/');

/**
 * `root` is where the hierarchy is mounted. Where there are more groups than one answer may hold, those that are deepest
 * are left out.
 */
export async function readControlGroups(
  root: string,
  { signal, containerOf, maxCount = serviceLimits.controlGroups.value }: ReadOptions,
): Promise<Pick<ControlGroups, 'groups' | 'omitted'>> {
  const top: Node = { group: readGroup(Buffer.from(root), '/', null), children: [] };
  let level: readonly Node[] = [top];
  let [given, omitted] = [1, 0];
  while (level.length > 0) {
    const next: Node[] = [];
    for (const node of level) {
      await othersFirst();
      signal.throwIfAborted();
      if (node.group.container !== null) continue;
      for (const path of childrenOf(root, node.group.path)) {
        if (given === maxCount) {
          omitted += 1;
          continue;
        }
        const child = { group: readGroup(folderOf(root, path), path, containerOf(path) ?? null), children: [] };
        node.children.push(child);
        next.push(child);
        given += 1;
      }
    }
    level = next;
  }
  return { groups: depthFirst(top), omitted };
}

function folderOf(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(root), bytesOfName(path)]);
}

/** Lists the groups in the order of their bytes. */
function childrenOf(root: string, path: string): readonly string[] {
  const start = path === '/' ? '/' : `${path}/`;
  return entriesOf(folderOf(root, path))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort(Buffer.compare)
    .map((name) => `${start}${textOfName(name)}`);
}

/** None of one that is gone, or whose path is longer than the kernel takes. */
function entriesOf(folder: Buffer): readonly Dirent<Buffer>[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch {
    return [];
  }
}

function readGroup(folder: Buffer, path: string, container: string | null): ControlGroup {
  const text = (file: string): string | undefined => textIn(folder, file);
  const [quota, period] = (text('cpu.max') ?? 'max').split(' ');
  return {
    path,
    container,
    below: fieldOf(text('cgroup.stat'), 'nr_descendants') ?? 0,
    processes: numberOf(text('pids.current')),
    maxProcesses: numberOf(text('pids.max')),
    cpuUsec: fieldOf(text('cpu.stat'), 'usage_usec'),
    maxCpus: quota === 'max' ? null : Number(quota) / Number(period),
    cpuWeight: numberOf(text('cpu.weight')),
    memoryBytes: numberOf(text('memory.current')),
    highMemoryBytes: numberOf(text('memory.high')),
    maxMemoryBytes: numberOf(text('memory.max')),
    isFrozen: fieldOf(text('cgroup.events'), 'frozen') === 1,
  };
}

/** Undefined where there is no such file: of a controller that is not distributed, or of a group that is gone. */
function textIn(folder: Buffer, file: string): string | undefined {
  try {
    return readFileSync(Buffer.concat([folder, slash, Buffer.from(file)]), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Null for `max`, and for what is not there. */
function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

function fieldOf(text: string | undefined, name: string): number | null {
  const line = text?.split('\n').find((one) => one.startsWith(`${name} `));
  return numberOf(line?.slice(name.length + 1));
}

/** A chain of groups may be long, so it is walked without recursion. */
function depthFirst(top: Node): ControlGroup[] {
  const groups: ControlGroup[] = [];
  const waiting = [top];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    groups.push(node.group);
    waiting.push(...node.children.toReversed());
  }
  return groups;
}
