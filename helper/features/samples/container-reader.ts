// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what one container uses: its cgroup's files, which stay open, and the counters of the host's end of its network
 * cable, or of its own interfaces where it has another network.
 */

import { join } from 'node:path';
import { payloadCgroup } from '../../lxc/runtime.ts';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { openColumnFiles, pressureFiles, readNumber } from './column-files.ts';
import { containerColumns as columns, containerWidth, interfaceColumns } from './columns.ts';
import type { HostInterfaces } from './interfaces/host-interfaces.ts';
import type { InnerInterfaces } from './interfaces/inner-interfaces.ts';
import { type CounterFile, openCounterFile, shared } from '../../cgroup/counter-file.ts';
import { numberOfLine, sumAfter, wordOf } from '../../cgroup/scan-numbers.ts';

export interface ContainerReader {
  /** Holds the latest reading, which the next one overwrites. */
  readonly row: Float64Array;
  /** Its interfaces by name, where it has more than one. */
  readonly interfaces: ReadonlyMap<string, Float64Array>;
  /**
   * `idle`: nothing runs in the cgroup. `gone`: there is no such cgroup any more, though there may be a new one of its
   * name.
   */
  read(): 'running' | 'idle' | 'gone';
  close(): void;
}

export interface ContainerReaderOptions {
  readonly name: string;
  readonly generation: number;
  readonly cgroupRoot: string;
  /** The interfaces of the host have been read before each reading of the container. */
  readonly hostInterfaces: HostInterfaces;
  readonly inner: InnerInterfaces;
}

const noInterfaces: ReadonlyMap<string, Float64Array> = new Map();

const words = {
  usage: wordOf('usage_usec '),
  periods: wordOf('nr_periods '),
  throttled: wordOf('nr_throttled '),
  anon: wordOf('anon '),
  file: wordOf('file '),
  kernel: wordOf('kernel '),
  read: wordOf('rbytes='),
  write: wordOf('wbytes='),
  oomKill: wordOf('oom_kill '),
};

export function createContainerReader({
  name,
  generation,
  cgroupRoot,
  hostInterfaces,
  inner,
}: ContainerReaderOptions): ContainerReader {
  const cgroup = payloadCgroup(cgroupRoot, name);
  const hostEnd = vethNameOf(name);
  let interfaces = noInterfaces;
  const row = new Float64Array(containerWidth).fill(Number.NaN);
  row[columns.generation] = generation;
  const pids = openCounterFile(join(cgroup, 'pids.current'));
  const cpu = openCounterFile(join(cgroup, 'cpu.stat'));
  const io = openCounterFile(join(cgroup, 'io.stat'));
  const memory = openCounterFile(join(cgroup, 'memory.stat'));
  const others = openColumnFiles(
    row,
    [
      { column: columns.memoryBytes, path: join(cgroup, 'memory.current'), parse: readNumber },
      { column: columns.memoryMax, path: join(cgroup, 'memory.max'), parse: readNumber, every: 5 },
      { column: columns.oomKills, path: join(cgroup, 'memory.events'), parse: readOomKills, every: 2 },
      ...pressureFiles(columns, (resource) => join(cgroup, `${resource}.pressure`)),
    ],
    generation,
  );
  let turn = generation;

  return {
    row,
    get interfaces() {
      return interfaces;
    },
    read() {
      const count = readNumber(pids);
      row[columns.pids] = count;
      if (count === 0) return 'idle';
      const length = cpu.read();
      // Every cgroup has this file, whatever its controllers.
      if (length < 0) return 'gone';
      row[columns.cpuUsec] = numberOfLine(shared, length, words.usage);
      row[columns.cpuPeriods] = numberOfLine(shared, length, words.periods);
      row[columns.cpuThrottledPeriods] = numberOfLine(shared, length, words.throttled);
      // Its file is the longest: the kernel sums it up over all processors.
      if (turn % 2 === 0 || Number.isNaN(row[columns.memoryAnon])) readMemory(memory, row);
      turn += 1;
      readIo(io, row);
      others.read();
      const traffic = hostInterfaces.trafficOf(hostEnd);
      const own = inner.read(traffic !== undefined);
      // What the host's end sends is what the container receives.
      row[columns.netRxBytes] = traffic?.sent ?? sumOf(own, interfaceColumns.rxBytes);
      row[columns.netTxBytes] = traffic?.received ?? sumOf(own, interfaceColumns.txBytes);
      interfaces = own.size > 1 ? own : noInterfaces;
      return 'running';
    },
    close() {
      for (const file of [pids, cpu, io, memory, others, inner]) file.close();
    },
  };
}

/** NaN when there is none. */
function sumOf(interfaces: ReadonlyMap<string, Float64Array>, column: number): number {
  let sum = Number.NaN;
  for (const row of interfaces.values()) sum = (sum || 0) + (row[column] ?? 0);
  return sum;
}

function readOomKills(file: CounterFile): number {
  return numberOfLine(shared, file.read(), words.oomKill);
}

/** What the memory consists of: the first lines of its file. */
function readMemory(file: CounterFile, row: Float64Array): void {
  const length = file.read();
  row[columns.memoryAnon] = numberOfLine(shared, length, words.anon);
  row[columns.memoryFile] = numberOfLine(shared, length, words.file);
  row[columns.memoryKernel] = numberOfLine(shared, length, words.kernel);
}

/** A file without a device says that nothing was read or written yet; a missing one says nothing. */
function readIo(file: CounterFile, row: Float64Array): void {
  const length = file.read();
  const none = length < 0 ? Number.NaN : 0;
  row[columns.ioReadBytes] = sumAfter(shared, length, words.read) || none;
  row[columns.ioWriteBytes] = sumAfter(shared, length, words.write) || none;
}
