// SPDX-License-Identifier: Apache-2.0
/**
 * What creating and starting a confined container costs: by the product (client, helper), and the same done by hand in
 * the guest (two mounts, the same configuration, lxc-start, a look at the context), taking turns; then by the product
 * from an image of several times the size. Figures: at most 1.25 of by hand, at most 1.1 of the small image.
 *
 * npx tsx bench/create/run.ts [LAB] [ROUNDS]     a running, deployed lab; without it one is started, and stopped at the
 * end
 */

import { readFile } from 'node:fs/promises';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { withLab } from '../lab-argument.ts';
import { enlargeImage, largeImage, removeLargeImage } from './large-image.ts';
import { median } from '../median.ts';

const smallImage = 'debian-13';
const [name, roundsText = '21'] = process.argv.slice(2);
const rounds = Number(roundsText);

await withLab(name, async (guest) => {
  const helper = await openLabClient(guest);
  try {
    await measure(guest, helper);
  } finally {
    await helper.close();
    await removeLargeImage(guest);
  }
});

async function measure(guest: Guest, helper: LabClient): Promise<void> {
  const growth = await enlargeImage(guest, smallImage);
  const byHand = await prepareByHand(guest, helper);
  const seconds: Record<'product' | 'by hand' | 'large image', number[]> = {
    product: [],
    'by hand': [],
    'large image': [],
  };
  for (let round = 0; round <= rounds; round += 1) {
    const turn = {
      'by hand': await byHand(),
      product: await byProduct(helper, smallImage),
      'large image': await byProduct(helper, largeImage),
    };
    console.log(
      `round ${round}${round === 0 ? ' (not counted)' : ''}: ${Object.entries(turn)
        .map(([kind, value]) => `${kind} ${value.toFixed(2)} s`)
        .join(', ')}`,
    );
    if (round === 0) continue;
    for (const kind of ['product', 'by hand', 'large image'] as const) seconds[kind].push(turn[kind]);
  }
  const [product, hand, large] = [seconds.product, seconds['by hand'], seconds['large image']];
  console.log(
    `\nmedians of ${rounds} rounds: by hand ${median(hand).toFixed(2)} s, product ` +
      `${median(product).toFixed(2)} s, product from an image with ${growth.toFixed(1)} times the files ` +
      `${median(large).toFixed(2)} s`,
  );
  console.log(
    `product / by hand ${(median(product) / median(hand)).toFixed(2)} (at most 1.25); cheapest rounds ` +
      (Math.min(...product) / Math.min(...hand)).toFixed(2),
  );
  console.log(
    `large image / small image ${(median(large) / median(product)).toFixed(2)} (at most 1.10); cheapest ` +
      `rounds ${(Math.min(...large) / Math.min(...product)).toFixed(2)}`,
  );
}

/** From the request to the answer, as the client sees it; over ssh, which by hand has not to pay. */
async function byProduct(helper: LabClient, image: string): Promise<number> {
  const begin = performance.now();
  await helper.create({ name: 'bench-create', image, start: true });
  const seconds = (performance.now() - begin) / 1000;
  await (await helper.client()).request('container.remove', { name: 'bench-create', force: true });
  return seconds;
}

/** Gives a run by hand with the configuration that the product writes, under a name, categories and ids of its own. */
async function prepareByHand(guest: Guest, helper: LabClient): Promise<() => Promise<number>> {
  await helper.create({ name: 'bench-model', image: smallImage });
  const model = await guest.mustRun(['cat', '/var/lib/lxc/bench-model/config']);
  await (await helper.client()).request('container.remove', { name: 'bench-model' });
  const configuration = model
    .replaceAll('bench-model', 'bench-hand')
    .replaceAll(/s0:c\d+,c\d+/g, 's0:c1001,c1002')
    .replaceAll(/(?<=lxc\.idmap = [ug] 0 )\d+/g, '900000000')
    .replace(/(?<=veth\.pair = )\S+/, 'vethhand')
    // By hand nobody guards the port: what that costs is the product's.
    .replaceAll(/^lxc\.net\.0\.script\..*\n/gm, '');
  await guest.mustRun('cat > /root/bench-hand.config', { input: configuration });
  const script = await readFile(new URL('by-hand.sh', import.meta.url));
  await guest.mustRun('cat > /root/bench-hand.sh', { input: script });
  return async () => Number(await guest.mustRun(['bash', '/root/bench-hand.sh', smallImage]));
}
