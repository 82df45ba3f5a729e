// SPDX-License-Identifier: Apache-2.0
/**
 * Stops a running machine permanently and keeps its memory in a file. Its disk is complete then, and must not change
 * any more.
 */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTool } from '../run-tool.ts';
import { Monitor } from './monitor.ts';
import { mustRunInGuest } from './ssh.ts';
import type { InstancePlaces } from '../../hosts/lab-instance.ts';

/**
 * Waits in the guest, and almost without processes of its own: a probe from here would itself be the work whose end is
 * waited for.
 */
const waitForQuiet = `quiet=0 tries=0
look() {
  read -r cpu user nice system idle wait irq soft rest </proc/stat
  rests=$((idle + wait)) all=$((user + nice + system + idle + wait + irq + soft))
}
while [ $quiet -lt 3 ] && [ $tries -lt 40 ]; do
  look; rested=$rests before=$all
  sleep 1
  look
  if [ $(((rests - rested) * 100)) -gt $(((all - before) * 90)) ]; then quiet=$((quiet + 1)); else quiet=0; fi
  tries=$((tries + 1))
done
`;

/** Waits until the guest has been idle for three seconds; one that is still busy after forty is used as it is. */
export async function untilIdle(places: InstancePlaces, signal?: AbortSignal): Promise<void> {
  await mustRunInGuest(places, waitForQuiet, signal && { signal });
}

/** Stops several machines as nearly at the same time as it can be done, each to be frozen afterwards. */
export async function pause(machines: readonly InstancePlaces[]): Promise<void> {
  for (const places of machines) await disconnect(places);
  const monitors = await Promise.all(machines.map(({ monitor }) => Monitor.open(monitor)));
  try {
    await Promise.all(monitors.map((monitor) => monitor.run('stop')));
  } finally {
    for (const monitor of monitors) monitor.close();
  }
}

/** The connection must not be part of the snapshot: nobody would be at its other end. */
async function disconnect({ sshConfig }: InstancePlaces): Promise<void> {
  await runTool('ssh', ['-F', sshConfig, '-O', 'exit', 'lab']).catch(() => undefined);
  await sleep(500);
}

/** Keeps the memory in `folder`, as `memory`. */
export async function freeze(places: InstancePlaces, folder: string, signal?: AbortSignal): Promise<void> {
  await disconnect(places);
  const monitor = await Monitor.open(places.monitor);
  try {
    await monitor.run('migrate-set-parameters', { 'max-bandwidth': 10 ** 10 });
    await monitor.run('stop');
    await monitor.run('migrate', { uri: `file:${join(folder, 'memory')}` });
    for (;;) {
      const { status, 'error-desc': reason } = (await monitor.run('query-migrate')) as {
        status: string;
        'error-desc'?: string;
      };
      if (status === 'completed') break;
      if (status === 'failed' || status === 'cancelled')
        throw new Error(`cannot keep the lab's memory: ${reason ?? status}`);
      await sleep(50, undefined, signal && { signal });
    }
    await monitor.run('quit').catch(() => undefined);
  } finally {
    monitor.close();
  }
}
