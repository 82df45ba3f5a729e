// SPDX-License-Identifier: Apache-2.0
/**
 * Kills the helper (SIGKILL) at random moments of a mixed load, each time while at least one change is under way, and
 * looks after each what is left: everything that was acknowledged is there, everything else is whole or gone. Writes the
 * figures that docs/security.md shows; after it: `npm run generate`.
 *
 *     npx tsx bench/kills/run.ts [LAB] [KILLS] [SEED]
 *
 * LAB is a running, deployed lab, which is to be reset or ended afterwards; without it one is started, and stopped at the
 * end. The same seed gives the same load and the same waits; what the guest makes of them differs. SIGINT ends it after
 * the kill that is under way, with the figures so far.
 */

import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { createRandom } from '../../helper/server/fixtures/random.ts';
import { withLab } from '../lab-argument.ts';
import { type KillsRecord, killsRecordPath } from '../../scripts/kills/record.ts';
import { startLoad } from './load.ts';
import { problemsOf, readState } from './state.ts';

const [name, killsText = '200', seedText = '1'] = process.argv.slice(2);
const [kills, seed] = [Number(killsText), Number(seedText)];
let isEnded = false;
process.once('SIGINT', () => (isEnded = true));
/** The container that lives through all of it. */
const steady = 'steady';

await withLab(name === '' ? undefined : name, async (guest) => {
  const clients = await Promise.all(Array.from({ length: 4 }, () => openLabClient(guest)));
  const [first] = clients;
  if (first === undefined) throw new Error('cannot measure without a client');
  await first.create({ name: steady, image: 'debian-13', confinement: 'own', start: true });
  const init = (await first.find(steady))?.initPid;
  const record = await measure(guest, clients, first, init ?? -1);
  writeFileSync(killsRecordPath, `${JSON.stringify(record, null, 2)}\n`);
  console.log(record);
});

async function measure(
  guest: Guest,
  clients: readonly LabClient[],
  first: LabClient,
  init: number,
): Promise<KillsRecord> {
  const random = createRandom(seed);
  const load = startLoad(clients, random);
  const cut = new Map<string, number>();
  const answered: number[] = [];
  const problems: string[] = [];
  for (let kill = 1; kill <= kills && !isEnded; kill += 1) {
    await sleep(500 + random.next() * 6000);
    while (load.underWay().length === 0) await sleep(20);
    const underWay = load.underWay();
    await guest.mustRun(['systemctl', 'kill', '--signal=KILL', '--kill-whom=main', 'bulkhead-helper.service']);
    const killed = performance.now();
    await load.pause();
    const listed = await untilAnswered(first);
    answered.push((performance.now() - killed) / 1000);
    for (const kind of underWay) cut.set(kind, (cut.get(kind) ?? 0) + 1);
    const isAlive = listed.find((one) => one.name === steady)?.initPid === init;
    const found = [
      ...problemsOf(await readState(guest), listed, load.expected),
      ...(isAlive ? [] : [`${steady} did not live through it`]),
    ];
    problems.push(...found.map((problem) => `kill ${kill}: ${problem}`));
    console.log(`${kill}: ${underWay.join(' ')}; ${answered.at(-1)?.toFixed(1)} s; ${found.join('; ') || 'whole'}`);
    await removeAll(
      first,
      listed.map((one) => one.name),
    );
    load.resume();
  }
  await load.stop();
  await removeAll(
    first,
    (await untilAnswered(first)).map((one) => one.name),
  );
  const rest = problemsOf(await readState(guest), await untilAnswered(first), new Map());
  problems.push(...rest.map((problem) => `at the end: ${problem}`));
  return {
    kills: answered.length,
    seed,
    acknowledged: load.count(),
    cut: Object.fromEntries([...cut].sort(([one], [other]) => one.localeCompare(other))),
    seconds: { median: middleOf(answered), most: Math.max(...answered) },
    problems,
  };
}

/** The containers, once the helper has recovered and answers. */
async function untilAnswered(helper: LabClient) {
  for (;;)
    try {
      return (await (await helper.client()).request('container.list', {})).containers;
    } catch {
      await sleep(200);
    }
}

/** Each kill meets a load that begins with nothing, but for the steady one. */
async function removeAll(helper: LabClient, names: readonly string[]): Promise<void> {
  for (const one of names)
    if (one !== steady) await (await helper.client()).request('container.remove', { name: one, force: true });
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
