// SPDX-License-Identifier: Apache-2.0
/**
 * What a container of a large image costs: to make it, beside a copy of the same files and `chcon -R`; and to make it,
 * take a snapshot of it and clone it, beside one of a small image, turn by turn. Figures: made at least 20 times as fast
 * as by copying; at most 1.1 of the small one, snapshot and clone at most 1.2. The copy is that of `cp -a`: `lxc-copy`
 * runs rsync, which the lab does not have and which takes longer.
 *
 *     npx tsx bench/copies/run.ts [LAB] [ROUNDS]     a running, deployed lab; without it one is started, and stopped
 *     at the end
 */

import { choicesOfClone } from '../../contract/rules/clone-choices.ts';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { readResult } from '../../rpc/read-result.ts';
import { enlargeImage, largeImage, removeLargeImage } from '../create/large-image.ts';
import { withLab } from '../lab-argument.ts';
import { median } from '../median.ts';

const smallImage = 'debian-13';
/** The small image has some 5,000 files. */
const copies = 12;
const [lab, roundsText = '7'] = process.argv.slice(2);
const rounds = Number(roundsText);
const acts = ['create', 'snapshot', 'clone'] as const;
type Act = (typeof acts)[number];
type Seconds = Readonly<Record<Act, number>>;
const limits: Seconds = { create: 1.1, snapshot: 1.2, clone: 1.2 };
const [origin, copy] = ['bench-origin', 'bench-copy'];
const copied = '/var/lib/bulkhead/bench-copied';

await withLab(lab, async (guest) => {
  const helper = await openLabClient(guest);
  try {
    await enlargeImage(guest, smallImage, copies);
    const byHand = await secondsToCopy(guest);
    const own = await compareImages(helper);
    console.log(
      `made of the large image: ${own.toFixed(2)} s; cp -a and chcon of the same: ${byHand.toFixed(1)} s, ` +
        `${(byHand / own).toFixed(0)} times as fast (at least 20)`,
    );
  } finally {
    await helper.close();
    await guest.mustRun(['rm', '-rf', copied]);
    await removeLargeImage(guest);
  }
});

/** Gives the best of two; a copy of so many files takes minutes in an emulated guest. */
async function secondsToCopy(guest: Guest): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < 2; round += 1) {
    const seconds = await guest.mustRun(`begin=$EPOCHREALTIME
cp -a /var/lib/bulkhead/images/${largeImage}/rootfs ${copied} &&
chcon -R -t bulkhead_file_t -l s0:c1001,c1002 ${copied} &&
awk "BEGIN { print $EPOCHREALTIME - $begin }" && rm -rf ${copied}`);
    best = Math.min(best, Number(seconds));
  }
  return best;
}

/**
 * Prints the ratios; gives the median of what a creation from the large image takes. The first round is not counted.
 */
async function compareImages(helper: LabClient): Promise<number> {
  const turns: { readonly small: Seconds; readonly large: Seconds }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const small = await secondsOf(helper, smallImage);
    const large = await secondsOf(helper, largeImage);
    if (round > 0) turns.push({ small, large });
  }
  for (const act of acts) {
    const [small, large] = [turns.map((turn) => turn.small[act]), turns.map((turn) => turn.large[act])];
    console.log(
      `${act}: small ${median(small).toFixed(2)} s, large ${median(large).toFixed(2)} s, ratio ` +
        `${(median(large) / median(small)).toFixed(2)} (at most ${limits[act]}), of the best ` +
        `${(Math.min(...large) / Math.min(...small)).toFixed(2)}; medians of ${rounds}`,
    );
  }
  return median(turns.map(({ large }) => large.create));
}

async function secondsOf(helper: LabClient, image: string): Promise<Seconds> {
  const client = await helper.client();
  const timed = async (act: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await act();
    return (performance.now() - begun) / 1000;
  };
  const create = await timed(() => helper.create({ name: origin, image }));
  const snapshot = await timed(() => readResult(client.stream('snapshot.take', { name: origin, snapshot: 'bench' })));
  const source = await helper.find(origin);
  const choices = source && choicesOfClone(source, { name: copy, snapshot: null, start: false });
  if (choices === undefined) throw new Error(`cannot measure: ${origin} cannot be cloned`);
  const clone = await timed(() => helper.create(choices));
  for (const name of [copy, origin]) await client.request('container.remove', { name });
  return { create, snapshot, clone };
}
