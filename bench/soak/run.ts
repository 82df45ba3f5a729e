// SPDX-License-Identifier: Apache-2.0
/**
 * A mixed load for a long time, stopped now and then with all its containers removed: whether memory, descriptors, mounts
 * and cgroups come back. Writes the figures that docs/security.md shows; after it: `npm run generate`. SIGINT ends it
 * after the stretch that is under way.
 *
 *     npx tsx bench/soak/run.ts [LAB] [MINUTES] [SEED]
 *
 * LAB is a running, deployed lab; without it one is started, and stopped at the end.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type LabClient, openLabClient } from '../../hosts/fixtures/lab-client.ts';
import { createRandom } from '../../helper/server/fixtures/random.ts';
import { type SoakUse, writeSoakRecord } from '../../scripts/soak/record.ts';
import { makeFolders } from '../kills/folders.ts';
import { startLoad } from '../kills/load.ts';
import { withLab } from '../lab-argument.ts';
import { readUse } from './read-use.ts';

const [name, minutesText = '120', seedText = '1'] = process.argv.slice(2);
const [minutes, seed] = [Number(minutesText), Number(seedText)];
const stretchMinutes = Math.max(1, minutes / 12);
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

await withLab(name === '' ? undefined : name, async (guest) => {
  const folders = await makeFolders(guest);
  const clients = await Promise.all(Array.from({ length: folders.length + 1 }, () => openLabClient(guest)));
  const [first] = clients;
  if (first === undefined) throw new Error('cannot measure without a client');
  const load = startLoad(clients, folders, createRandom(seed));
  const begun = performance.now();
  const elapsed = (): number => Math.round((performance.now() - begun) / 6000) / 10;
  const uses: SoakUse[] = [];
  while (elapsed() < minutes && !stop.signal.aborted) {
    await sleep(stretchMinutes * 60_000, undefined, { signal: stop.signal }).catch(() => undefined);
    await load.pause();
    await removeAll(first);
    const use = { minutes: elapsed(), acknowledged: load.count(), ...(await readUse(guest)) };
    uses.push(use);
    writeSoakRecord({ seed, uses });
    console.log(use);
    load.resume();
  }
  await load.stop();
  await removeAll(first);
});

async function removeAll(helper: LabClient): Promise<void> {
  const client = await helper.client();
  const { containers } = await client.request('container.list', {});
  for (const one of containers) await client.request('container.remove', { name: one.name, force: true });
}
