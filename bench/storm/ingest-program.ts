// SPDX-License-Identifier: Apache-2.0
/**
 * The helper's own way from the log to a window, alone in a process: follows the log, counts, and turns what one
 * watcher gets into messages. Tells its figures when it is asked.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { createDenialMemory } from '../../helper/features/denials/store/denial-memory.ts';
import { createDenialStore } from '../../helper/features/denials/store/denial-store.ts';
import { followDenials } from '../../helper/features/denials/follow/follow-denials.ts';
import { configuredContexts } from '../../helper/lxc/all-configurations.ts';
import { createAttribution } from '../../helper/features/denials/attribution.ts';
import { openDatabase } from '../../helper/journal/database.ts';
import type { Figures } from './figures.ts';

const [auditLog = '', state = '', lxcPath = ''] = process.argv.slice(2);
const stop = new AbortController();
const store = createDenialStore({
  attribute: createAttribution({ contexts: () => configuredContexts(lxcPath), now: Date.now }),
  memory: createDenialMemory(openDatabase(state, 'crash')),
});
const following = store.ingest(
  followDenials({ source: () => 'auditd', since: 0, position: undefined, auditLog, signal: stop.signal }),
);
let watcherLost = 0;
let messages = 0;
let cpuBefore = process.cpuUsage();

async function watch(): Promise<void> {
  for await (const item of store.watch({ events: 500 }, stop.signal)) {
    watcherLost = Math.max(watcherLost, item.lost);
    messages += JSON.stringify(item).length > 0 ? 1 : 0;
  }
}

async function figures(): Promise<Figures> {
  const { groups, lost } = await store.query({ events: 0 }, stop.signal);
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    counted: groups.reduce((sum, { count }) => sum + count, 0),
    lost,
    skippedLines: store.skippedLines,
    watcherLost,
    messages,
    cpuSeconds: (user + system) / 1e6,
    maxMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

const watching = watch();
process.on('message', (question) => {
  if (question === 'begin') cpuBefore = process.cpuUsage();
  else if (question === 'figures') void figures().then((answer) => process.send?.(answer));
  else stop.abort();
});
await sleep(0);
process.send?.('ready');
await Promise.all([following, watching]);
process.disconnect();
