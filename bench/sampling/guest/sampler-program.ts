// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the program under test: the helper's sampler, which keeps the usage, with one watcher for whom each sample is
 * written out as JSON. Prints how many containers were in it.
 */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSamples } from '../../../helper/features/samples/samples.ts';
import { treeRoot } from './tree.ts';

const roots = { cgroup: treeRoot, proc: '/proc', network: '/sys/class/net', block: '/sys/block', storage: treeRoot };
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-bench-'));
const samples = createSamples({
  roots,
  log: (level, event) => process.stderr.write(`${level} ${event}\n`),
  kept: { path: join(folder, 'usage.db'), isThere: () => true, minFreeBytes: 0 },
});
// The sampler's timer keeps no process alive.
setInterval(() => undefined, 3_600_000);
for await (const item of samples.watch({ intervalMs: 1000, historySeconds: 0 }, new AbortController().signal)) {
  JSON.stringify(item);
  process.stdout.write(`${item.samples[0]?.containers.length ?? 0}\n`);
}
