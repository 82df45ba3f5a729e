// SPDX-License-Identifier: Apache-2.0
/**
 * The program under test: the helper's sampler, with one watcher for whom each sample is written out as JSON. Prints
 * how many containers were in it.
 */

import { createSamples } from '../../../helper/features/samples/samples.ts';
import { treeRoot } from './tree.ts';

const roots = { cgroup: treeRoot, proc: '/proc', network: '/sys/class/net', block: '/sys/block', storage: treeRoot };
const samples = createSamples({ roots, log: (level, event) => process.stderr.write(`${level} ${event}\n`) });
// The sampler's timer keeps no process alive.
setInterval(() => undefined, 3_600_000);
for await (const item of samples.watch({ intervalMs: 1000, historySeconds: 0 }, new AbortController().signal)) {
  JSON.stringify(item);
  process.stdout.write(`${item.samples[0]?.containers.length ?? 0}\n`);
}
