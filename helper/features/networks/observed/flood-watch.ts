// SPDX-License-Identifier: Apache-2.0
/**
 * Freezes a container that holds a large part of a neighbour table in spite of the rules in its namespace, and empties
 * its namespaces. Its root can make entries by messages to the kernel, which no rule of nftables sees, and a container
 * that may have a firewall or containers inside has rules of its own.
 */

import { isFailure } from '../../../../contract/errors.ts';
import { say } from '../../../../contract/text.ts';
import { type ActivityLog, helperItself } from '../../../journal/activity-log.ts';
import { countNeighbours } from '../../../lxc/network/tables/neighbour-holder.ts';
import { findNetworkNamespaces, networkNamespaceOf } from '../../../lxc/network/tables/network-namespaces.ts';
import { type NeighbourTable, percentUsed, readSharedTables } from '../../../lxc/network/tables/shared-tables.ts';
import { runProgram } from '../../../system/programs/run-program.ts';
import type { Containers } from '../../containers/ports/containers.ts';

export interface FloodWatch {
  /** Looks once; a look that has not ended is not begun again. */
  look(): Promise<void>;
  close(): void;
}

export interface FloodWatchOptions {
  readonly containers: Pick<Containers, 'list' | 'freeze'>;
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly cgroupRoot: string;
  /** Removes all neighbours of the namespace in which a process is. */
  readonly empty?: (pid: number) => Promise<void>;
  /** Neighbours of IPv6 in the namespace in which a process is. */
  readonly count6?: (pid: number) => Promise<number>;
  readonly proc?: string;
}

/** Nobody is looked at while the whole table is less full than this, in per cent. */
const notablePercent = 25;
/** A container that holds more of the whole table than this, in per cent, is frozen. */
const maxPercent = 12.5;

const program = '/usr/lib/bulkhead/network/guard-namespace.sh';

const none = { percent: 0, entries: 0 };

export function createFloodWatch(options: FloodWatchOptions): FloodWatch {
  const { containers, activity, cgroupRoot, proc = '/proc' } = options;
  const { empty = emptyNamespace, count6 = countNeighbours6 } = options;
  const closing = new AbortController();
  let looking: Promise<void> | undefined;
  /** Containers of which the log has that they could not be frozen. */
  const said = new Set<string>();

  async function lookNow(signal: AbortSignal): Promise<void> {
    const tables = readSharedTables(proc).neighbours.filter((table) => percentUsed(table) >= notablePercent);
    if (tables.length === 0) return;
    const seen = new Set([networkNamespaceOf('self', proc) ?? '']);
    for (const { name, initPid, state } of await containers.list(signal)) {
      if (initPid === null) continue;
      const pids = await findNetworkNamespaces(name, seen, { cgroupRoot, signal, proc });
      const held = await largestShare(pids, tables);
      if (held.percent > maxPercent)
        await end({ name, pids, entries: held.entries, isFrozen: state === 'frozen' }, signal);
    }
  }

  async function largestShare(
    pids: readonly number[],
    tables: readonly NeighbourTable[],
  ): Promise<{ readonly percent: number; readonly entries: number }> {
    const shares = tables.map(async ({ family, maxEntries }) => {
      const counts = pids.map((pid) => (family === 'ipv4' ? countNeighbours(pid, proc) : count6(pid)));
      const entries = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
      return { entries, percent: percentUsed({ entries, maxEntries }) };
    });
    return (await Promise.all(shares)).toSorted((one, other) => other.percent - one.percent)[0] ?? none;
  }

  /** Frozen first, so that nothing fills what is emptied. */
  async function end({ name, pids, entries, isFrozen }: Flood, signal: AbortSignal): Promise<void> {
    const reason = say('it held {entries} entries of the neighbour table, which all containers share', { entries });
    const begin = (): number => activity.begin({ operation: 'container.freeze', subject: name, ...helperItself });
    const record = said.has(name) ? undefined : begin();
    try {
      if (!isFrozen) await containers.freeze(name, signal);
      for (const pid of pids) await empty(pid);
      activity.end(record ?? begin(), 'done', reason);
      said.delete(name);
    } catch (error) {
      const words = isFailure(error) ? error.words : say('a fault in the helper; its log has the details');
      if (record !== undefined) activity.end(record, 'failed', say('{reason}: {words}', { reason, words }));
      said.add(name);
      if (!isFailure(error)) throw error;
    }
  }

  return {
    look() {
      looking ??= lookNow(closing.signal).finally(() => (looking = undefined));
      return looking;
    },
    close: () => closing.abort(new Error('the helper ends')),
  };
}

interface Flood {
  readonly name: string;
  /** A process of each of its network namespaces. */
  readonly pids: readonly number[];
  readonly entries: number;
  readonly isFrozen: boolean;
}

async function emptyNamespace(pid: number): Promise<void> {
  await runProgram('/bin/sh', [program, 'empty', `/proc/${pid}/ns/net`]);
}

/** The kernel shows them in no file. What is kept of the output is enough to see that there are too many. */
async function countNeighbours6(pid: number): Promise<number> {
  const words = [`--net=/proc/${pid}/ns/net`, '/usr/sbin/ip', '-6', '-oneline', 'neigh', 'show', 'nud', 'all'];
  const { stdout } = await runProgram('/usr/bin/nsenter', words);
  return stdout.split('\n').length - 1;
}
