// SPDX-License-Identifier: Apache-2.0
/**
 * A mixed load for a long time, stopped now and then with all its containers removed: whether memory, descriptors, mounts
 * and cgroups come back. SIGINT ends it after the stretch that is under way.
 *
 *     npx tsx bench/soak/run.ts [LAB] [MINUTES] [SEED]
 *
 * LAB is a running, deployed lab; without it one is started, and stopped at the end.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type LabClient, openLabClient } from '../../hosts/fixtures/lab-client.ts';
import { createRandom } from '../../helper/server/fixtures/random.ts';
import { startLoad } from '../kills/load.ts';
import { withLab } from '../lab-argument.ts';
import { readUse, type Use } from './read-use.ts';

const [name, minutesText = '120', seedText = '1'] = process.argv.slice(2);
const [minutes, seed] = [Number(minutesText), Number(seedText)];
/** The helper compiles its code and fills its memories at first. */
const stretchMinutes = Math.max(1, minutes / 24);
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

await withLab(name === '' ? undefined : name, async (guest) => {
  const clients = await Promise.all(Array.from({ length: 4 }, () => openLabClient(guest)));
  const [first] = clients;
  if (first === undefined) throw new Error('cannot measure without a client');
  const load = startLoad(clients, createRandom(seed));
  const uses: Use[] = [];
  const begun = performance.now();
  const elapsed = (): number => (performance.now() - begun) / 60_000;
  while (elapsed() < minutes && !stop.signal.aborted) {
    await sleep(stretchMinutes * 60_000, undefined, { signal: stop.signal }).catch(() => undefined);
    await load.pause();
    await removeAll(first);
    const use = await readUse(guest);
    uses.push(use);
    console.log(`${elapsed().toFixed(1)} min, ${load.count()} changes: ${JSON.stringify(use)}`);
    load.resume();
  }
  await load.stop();
  await removeAll(first);
  uses.push(await readUse(guest));
  console.log({ minutes: Math.round(elapsed()), seed, acknowledged: load.count(), first: uses[0], last: uses.at(-1) });
});

async function removeAll(helper: LabClient): Promise<void> {
  const client = await helper.client();
  const { containers } = await client.request('container.list', {});
  for (const one of containers) await client.request('container.remove', { name: one.name, force: true });
}
