// SPDX-License-Identifier: Apache-2.0
/**
 * Cuts the helper off at random moments of a mixed load, each time while at least one change is under way, and looks
 * after each what is left: everything that was acknowledged is there, everything else is whole or gone. `kill` is a
 * SIGKILL of the helper, `reset` a hard reset of its host. Adds the figures to those that docs/security.md shows; after
 * it: `npm run generate`.
 *
 *     npx tsx bench/kills/run.ts [LAB] [TIMES] [SEED] [kill|reset]
 *
 * LAB is a running, deployed lab, which is to be reset or ended afterwards; without it one is started, and stopped at the
 * end. The same seed gives the same load and the same waits; what the guest makes of them differs. SIGINT ends it after
 * the cut that is under way, with the figures so far.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import { createRandom } from '../../helper/server/fixtures/random.ts';
import type { Guest } from '../../lab/guest.ts';
import { addToKillsRecord, type Cut, type KillsRun } from '../../scripts/kills/record.ts';
import { withLab } from '../lab-argument.ts';
import { cutOff } from './cut-off.ts';
import { makeFolders } from './folders.ts';
import { startLoad } from './load.ts';
import { problemsOf, readState } from './state.ts';

const [name, timesText = '200', seedText = '1', cut = 'kill'] = process.argv.slice(2);
const [times, seed] = [Number(timesText), Number(seedText)];
let isEnded = false;
process.once('SIGINT', () => (isEnded = true));
/** The container that lives through all kills. */
const steady = 'steady';

await withLab(name === '' ? undefined : name, async (guest) => {
  if (cut !== 'kill' && cut !== 'reset') throw new Error(`cannot cut the helper off by "${cut}": kill or reset`);
  const folders = await makeFolders(guest);
  const clients = await Promise.all(Array.from({ length: folders.length + 1 }, () => openLabClient(guest)));
  const [first] = clients;
  if (first === undefined) throw new Error('cannot measure without a client');
  await first.create({ name: steady, image: 'debian-13', confinement: 'own', start: true });
  const init = (await first.find(steady))?.initPid;
  const run: Measured = { cut, seed, acknowledged: 0, underWay: {}, answered: [], problems: [] };
  try {
    await measure({ guest, folders, clients, first, init: init ?? -1 }, run);
  } finally {
    // The record also gets what was measured before the lab was lost.
    addToKillsRecord(run);
    console.log(run);
  }
});

type Measured = KillsRun & { readonly cut: Cut };

interface Setting {
  readonly guest: Guest;
  readonly folders: readonly string[];
  readonly clients: readonly LabClient[];
  readonly first: LabClient;
  /** Process of the container that lives through all kills. */
  readonly init: number;
}

async function measure({ guest, folders, clients, first, init }: Setting, run: Measured): Promise<void> {
  const random = createRandom(seed);
  const load = startLoad(clients, folders, random);
  while (run.answered.length < times && !isEnded) {
    await sleep(500 + random.next() * 6000);
    while (load.underWay().length === 0) await sleep(20);
    const underWay = load.underWay();
    const begun = performance.now();
    await cutOff(guest, run.cut);
    await load.pause();
    const listed = await untilAnswered(first);
    const seconds = (performance.now() - begun) / 1000;
    run.answered.push(Math.round(seconds * 10) / 10);
    for (const kind of underWay) run.underWay[kind] = (run.underWay[kind] ?? 0) + 1;
    const isAlive = run.cut === 'reset' || listed.find((one) => one.name === steady)?.initPid === init;
    const found = [
      ...problemsOf(await readState(guest, folders), listed, load.expected),
      ...(isAlive ? [] : [`${steady} did not live through it`]),
    ];
    run.problems.push(...found.map((problem) => `${run.cut} ${run.answered.length}: ${problem}`));
    console.log(
      `${run.answered.length}: ${underWay.join(' ')}; ${seconds.toFixed(1)} s; ${found.join('; ') || 'whole'}`,
    );
    await removeAll(first);
    run.acknowledged = load.count();
    load.resume();
  }
  await load.stop();
  run.acknowledged = load.count();
  await untilAnswered(first);
  await removeAll(first);
  const rest = problemsOf(await readState(guest, folders), await untilAnswered(first), new Map());
  run.problems.push(...rest.map((problem) => `at the end: ${problem}`));
}

/** The containers, once the helper has recovered and answers. */
async function untilAnswered(helper: LabClient) {
  for (;;)
    try {
      await helper.recovered();
      return (await (await helper.client()).request('container.list', {})).containers;
    } catch {
      await sleep(200);
    }
}

/** Each cut meets a load that begins with nothing, but for the steady one. */
async function removeAll(helper: LabClient): Promise<void> {
  for (const one of await untilAnswered(helper))
    if (one.name !== steady) await (await helper.client()).request('container.remove', { name: one.name, force: true });
}
