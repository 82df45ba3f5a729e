// SPDX-License-Identifier: Apache-2.0
/**
 * What creating and starting a confined container costs: by the product (client, helper), and the same done by hand in
 * the guest (two mounts, the same configuration, lxc-start, a look at the context), taking turns; by the product in a
 * domain of its own; and by the product from an image of several times the size. Figures: at most 1.25 of by hand, at
 * most 1.25 of the shared domain, at most 1.1 of the small image.
 *
 * npx tsx bench/create/run.ts [LAB] [ROUNDS]     a running, deployed lab; without it one is started, and stopped at the
 * end
 */

import { readFile } from 'node:fs/promises';
import { usualDomain } from '../../contract/rules/usual-domain.ts';
import type { ParamsInput } from '../../contract/operations/index.ts';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { describeRatio, describeTimes, secondsOf, takeTurns } from '../harness.ts';
import { withLab } from '../lab-argument.ts';
import { enlargeImage, largeImage, removeLargeImage } from './large-image.ts';

const smallImage = 'debian-13';
type Domain = Pick<ParamsInput<'container.create'>, 'confinement' | 'allow'>;
const sharedDomain: Domain = { confinement: 'shared' };
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
  const times = await takeTurns(
    {
      'by hand': byHand,
      product: () => byProduct(helper, smallImage),
      'own domain': () => byProduct(helper, smallImage, { ...usualDomain, allow: [...usualDomain.allow] }),
      'large image': () => byProduct(helper, largeImage),
    },
    { rounds, hasWarmUp: true },
  );
  console.log(
    `${rounds} rounds each; the large image has ${growth.toFixed(1)} times the files\n${describeTimes(times)}`,
  );
  console.log(describeRatio(times, { of: 'product', to: 'by hand', most: 1.25 }));
  console.log(describeRatio(times, { of: 'own domain', to: 'product', most: 1.25 }));
  console.log(describeRatio(times, { of: 'large image', to: 'product', most: 1.1 }));
}

/** Measures from the request to the answer, as the client sees it; over ssh, which by hand has not to pay. */
async function byProduct(helper: LabClient, image: string, domain: Domain = sharedDomain): Promise<number> {
  const seconds = await secondsOf(() => helper.create({ ...domain, name: 'bench-create', image, start: true }));
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
    // Nobody guards the port by hand, so that its cost counts for the product.
    .replaceAll(/^lxc\.net\.0\.script\..*\n/gm, '');
  await guest.mustRun('cat > /root/bench-hand.config', { input: configuration });
  const script = await readFile(new URL('by-hand.sh', import.meta.url));
  await guest.mustRun('cat > /root/bench-hand.sh', { input: script });
  return async () => Number(await guest.mustRun(['bash', '/root/bench-hand.sh', smallImage]));
}
