/** Stops a running machine for good and keeps its memory in a file. Its disk is complete then, and must not change any more. */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstancePlaces } from '../places.ts';
import { runTool } from '../run-tool.ts';
import { Monitor } from './monitor.ts';
import { mustRunInGuest } from './ssh.ts';

/** Waits until the guest has had nothing to do for three seconds; after a minute or two it is taken as it is. */
export async function untilIdle(places: InstancePlaces, signal?: AbortSignal): Promise<void> {
  for (let quiet = 0, tries = 0; quiet < 3 && tries < 60; tries += 1) {
    quiet = (await idleFraction(places, signal)) > 0.93 ? quiet + 1 : 0;
  }
}

/** Keeps the memory in `folder`, as `memory`. */
export async function freeze(places: InstancePlaces, folder: string, signal?: AbortSignal): Promise<void> {
  // The connection must not be part of the snapshot: nobody would be at its other end.
  await runTool('ssh', ['-F', places.sshConfig, '-O', 'exit', 'lab']).catch(() => undefined);
  await sleep(500);
  const monitor = await Monitor.open(places.monitor);
  try {
    await monitor.run('migrate-set-parameters', { 'max-bandwidth': 10 ** 10 });
    await monitor.run('stop');
    await monitor.run('migrate', { uri: `file:${join(folder, 'memory')}` });
    for (;;) {
      const { status, 'error-desc': reason } = (await monitor.run('query-migrate')) as { status: string; 'error-desc'?: string };
      if (status === 'completed') break;
      if (status === 'failed' || status === 'cancelled') throw new Error(`cannot keep the lab's memory: ${reason ?? status}`);
      await sleep(50, undefined, signal && { signal });
    }
    await monitor.run('quit').catch(() => undefined);
  } finally {
    monitor.close();
  }
}

async function idleFraction(places: InstancePlaces, signal?: AbortSignal): Promise<number> {
  const before = await cpuTimes(places);
  await sleep(1000, undefined, signal && { signal });
  const after = await cpuTimes(places);
  return (after.idle - before.idle) / Math.max(1, after.total - before.total);
}

async function cpuTimes(places: InstancePlaces): Promise<{ idle: number; total: number }> {
  const line = (await mustRunInGuest(places, ['head', '-n', '1', '/proc/stat'])).trim();
  const times = line.split(/\s+/).slice(1).map(Number);
  return { idle: (times[3] ?? 0) + (times[4] ?? 0), total: times.reduce((sum, time) => sum + time, 0) };
}
