// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what one container uses: its cgroup's files and the counters of the host's end of its network cable, all of
 * which stay open.
 */

import { join } from 'node:path';
import { payloadCgroup } from '../../lxc/runtime.ts';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { containerColumns as columns, containerWidth } from './columns.ts';
import { type CounterFile, openCounterFile, shared } from '../../cgroup/counter-file.ts';
import { numberAt, numberOfLine, sumAfter, wordOf } from '../../cgroup/scan-numbers.ts';

export interface ContainerReader {
  /** The latest reading. It is overwritten by the next. */
  readonly row: Float64Array;
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
  /** `/sys/class/net`. */
  readonly networkRoot: string;
}

const words = {
  usage: wordOf('usage_usec '),
  read: wordOf('rbytes='),
  write: wordOf('wbytes='),
  oomKill: wordOf('oom_kill '),
};
const pressureStart = 'some avg10='.length;

export function createContainerReader({
  name,
  generation,
  cgroupRoot,
  networkRoot,
}: ContainerReaderOptions): ContainerReader {
  const cgroup = payloadCgroup(cgroupRoot, name);
  const statistics = join(networkRoot, vethNameOf(name), 'statistics');
  const files = {
    pids: openCounterFile(join(cgroup, 'pids.current')),
    cpu: openCounterFile(join(cgroup, 'cpu.stat')),
    memory: openCounterFile(join(cgroup, 'memory.current')),
    memoryMax: openCounterFile(join(cgroup, 'memory.max')),
    memoryEvents: openCounterFile(join(cgroup, 'memory.events')),
    io: openCounterFile(join(cgroup, 'io.stat')),
    pressureCpu: openCounterFile(join(cgroup, 'cpu.pressure')),
    pressureMemory: openCounterFile(join(cgroup, 'memory.pressure')),
    pressureIo: openCounterFile(join(cgroup, 'io.pressure')),
    // What the host's end sends is what the container receives.
    netRx: openCounterFile(join(statistics, 'tx_bytes')),
    netTx: openCounterFile(join(statistics, 'rx_bytes')),
  };
  const row = new Float64Array(containerWidth).fill(Number.NaN);
  row[columns.generation] = generation;

  return {
    row,
    read() {
      const pids = wholeNumberOf(files.pids);
      row[columns.pids] = pids;
      if (pids === 0) return 'idle';
      const length = files.cpu.read();
      // Every cgroup has this file, whatever its controllers.
      if (length < 0) return 'gone';
      row[columns.cpuUsec] = numberOfLine(shared, length, words.usage);
      row[columns.memoryBytes] = wholeNumberOf(files.memory);
      row[columns.memoryMax] = wholeNumberOf(files.memoryMax);
      row[columns.oomKills] = numberOfLine(shared, files.memoryEvents.read(), words.oomKill);
      readIo(files.io, row);
      row[columns.pressureCpu] = pressureOf(files.pressureCpu);
      row[columns.pressureMemory] = pressureOf(files.pressureMemory);
      row[columns.pressureIo] = pressureOf(files.pressureIo);
      row[columns.netRxBytes] = wholeNumberOf(files.netRx);
      row[columns.netTxBytes] = wholeNumberOf(files.netTx);
      return 'running';
    },
    close() {
      for (const file of Object.values(files)) file.close();
    },
  };
}

/** `some avg10` of a pressure file. */
export function pressureOf(file: CounterFile): number {
  return numberAt(shared, file.read(), pressureStart);
}

function wholeNumberOf(file: CounterFile): number {
  return numberAt(shared, file.read(), 0);
}

/** A file without a device says that nothing was read or written yet; a missing one says nothing. */
function readIo(file: CounterFile, row: Float64Array): void {
  const length = file.read();
  const none = length < 0 ? Number.NaN : 0;
  row[columns.ioReadBytes] = sumAfter(shared, length, words.read) || none;
  row[columns.ioWriteBytes] = sumAfter(shared, length, words.write) || none;
}
