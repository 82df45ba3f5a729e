// SPDX-License-Identifier: Apache-2.0
/** Reads what the whole host uses, from /proc, /sys and its file system. */

import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { openColumnFiles, pressureFiles, readNumber } from './column-files.ts';
import { hostColumns as columns, hostWidth } from './columns.ts';
import { readDisks } from '../../cgroup/disks.ts';
import { createHostTraffic } from './host-traffic.ts';
import type { HostInterfaces } from './interfaces/host-interfaces.ts';
import { type CounterFile, openCounterFile, shared } from '../../cgroup/counter-file.ts';
import {
  endOfField,
  isWordAt,
  nextLine,
  numberOfField,
  numberOfLine,
  skipSpaces,
  wordOf,
} from '../../cgroup/scan-numbers.ts';

export interface HostRoots {
  /** `/proc`. */
  readonly proc: string;
  /** `/sys/class/net`. */
  readonly network: string;
  /** `/sys/block`. */
  readonly block: string;
  /** A folder on the file system that holds the layers. */
  readonly storage: string;
}

export interface HostReader {
  /** Holds the latest reading, which the next one overwrites. */
  readonly row: Float64Array;
  /** The network hardware, by name, each as columns of an interface. */
  readonly interfaces: ReadonlyMap<string, Float64Array>;
  read(): void;
  /** Finds out which disks and network hardware there are now; their bytes are summed. */
  lookAround(): void;
  close(): void;
}

const words = { cpu: wordOf('cpu '), total: wordOf('MemTotal:'), available: wordOf('MemAvailable:') };
/**
 * Fields of the `cpu` line after its name: user, nice, system, idle, iowait, irq, softirq, steal. Guest time is in user
 * time already.
 */
const cpuFields = 8;
const idleFields = [3, 4];
const kibibyte = 1024;
/** The kernel counts in sectors of this size, whatever the disk's own is. */
const sectorBytes = 512;

/** `interfaces` has been read before each reading of the host. */
export function createHostReader(
  { proc: procRoot, network, block, storage }: HostRoots,
  interfaces: HostInterfaces,
): HostReader {
  const row = new Float64Array(hostWidth).fill(Number.NaN);
  const stat = openCounterFile(join(procRoot, 'stat'));
  const memory = openCounterFile(join(procRoot, 'meminfo'));
  const diskStatistics = openCounterFile(join(procRoot, 'diskstats'));
  const others = openColumnFiles(row, [
    { column: columns.load, path: join(procRoot, 'loadavg'), parse: readNumber },
    ...pressureFiles(columns, (resource) => join(procRoot, 'pressure', resource)),
  ]);
  const traffic = createHostTraffic(network, interfaces);
  let disks: readonly Uint8Array[] = [];

  return {
    row,
    interfaces: traffic.rows,
    read() {
      readCpu(stat, row);
      readMemory(memory, row);
      readDiskBytes(diskStatistics, disks, row);
      traffic.read(row);
      readSpace(storage, row);
      others.read();
    },
    lookAround() {
      disks = readDisks(block).map(wordOf);
      traffic.lookAround();
    },
    close() {
      for (const file of [stat, memory, diskStatistics, others]) file.close();
    },
  };
}

function readCpu(file: CounterFile, row: Float64Array): void {
  const length = file.read();
  const isThere = length >= words.cpu.length && isWordAt(shared, 0, words.cpu);
  let total = isThere ? 0 : Number.NaN;
  let idle = 0;
  for (let field = 0; isThere && field < cpuFields; field += 1) {
    const ticks = numberOfField(shared, length, { from: words.cpu.length, skip: field });
    total += ticks;
    if (idleFields.includes(field)) idle += ticks;
  }
  row[columns.cpuTotal] = total;
  row[columns.cpuBusy] = total - idle;
}

/** What could not be given to a new program; the page cache could. */
function readMemory(file: CounterFile, row: Float64Array): void {
  const length = file.read();
  const total = numberOfLine(shared, length, words.total) * kibibyte;
  row[columns.memoryTotal] = total;
  row[columns.memoryBytes] = total - numberOfLine(shared, length, words.available) * kibibyte;
}

function readDiskBytes(file: CounterFile, disks: readonly Uint8Array[], row: Float64Array): void {
  const length = file.read();
  let read = Number.NaN;
  let written = Number.NaN;
  for (let line = 0; line < length; line = nextLine(shared, length, line)) {
    const name = startOfDiskName(length, line);
    if (!disks.some((disk) => isWordAt(shared, name, disk) && endOfField(shared, length, name) === name + disk.length))
      continue;
    read = (read || 0) + numberOfField(shared, length, { from: name, skip: 3 }) * sectorBytes;
    written = (written || 0) + numberOfField(shared, length, { from: name, skip: 7 }) * sectorBytes;
  }
  row[columns.ioReadBytes] = read;
  row[columns.ioWriteBytes] = written;
}

/** Counts as `df` does: what root alone may use is not taken. */
function readSpace(folder: string, row: Float64Array): void {
  const space = spaceOf(folder);
  row[columns.diskBytes] = space.taken;
  row[columns.diskTotal] = space.total;
}

function spaceOf(folder: string): { readonly taken: number; readonly total: number } {
  try {
    const { bsize, blocks, bfree } = statfsSync(folder);
    return { taken: (blocks - bfree) * bsize, total: blocks * bsize };
  } catch {
    return { taken: Number.NaN, total: Number.NaN };
  }
}

/** Finds the name after the major and the minor number. */
function startOfDiskName(length: number, line: number): number {
  const minor = skipSpaces(shared, length, endOfField(shared, length, skipSpaces(shared, length, line)));
  return skipSpaces(shared, length, endOfField(shared, length, minor));
}
