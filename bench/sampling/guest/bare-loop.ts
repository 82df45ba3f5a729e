// SPDX-License-Identifier: Apache-2.0
/**
 * The limit: reads the same files of the same containers once a second into one buffer, and does nothing with them.
 * Prints how many containers it read.
 */

import { openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { vethNameOf } from '../../../helper/lxc/network/veth-name.ts';
import { networkRoot, treeRoot } from './tree.ts';

const files = [
  'pids.current',
  'cpu.stat',
  'memory.current',
  'memory.max',
  'memory.stat',
  'memory.events',
  'io.stat',
  'cpu.pressure',
  'memory.pressure',
  'io.pressure',
];
const folders = readdirSync(treeRoot).filter((name) => name.startsWith('lxc.payload.'));
const descriptors = folders.flatMap((folder) => {
  const statistics = join(networkRoot, vethNameOf(folder.slice('lxc.payload.'.length)), 'statistics');
  return [
    ...files.map((file) => join(treeRoot, folder, file)),
    join(statistics, 'rx_bytes'),
    join(statistics, 'tx_bytes'),
  ].map((path) => openSync(path, 'r'));
});
const buffer = Buffer.allocUnsafeSlow(64 * 1024);

setInterval(() => {
  for (const descriptor of descriptors) readSync(descriptor, buffer, 0, buffer.length, 0);
  process.stdout.write(`${folders.length}\n`);
}, 1000);
