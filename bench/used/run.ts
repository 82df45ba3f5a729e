// SPDX-License-Identifier: Apache-2.0
/**
 * What containers use of what their own domains grant: Debian's boot alone, and five services. Each is created learning,
 * does its own test, and adopts what was learned without anything that it did not use; then, enforcing, it boots and
 * does its test again. Prints the table of docs/guide/policy.md.
 *
 * npx tsx bench/used/run.ts [LAB] [SERVICE...]   a running, deployed lab, which is to be reset or ended afterwards;
 * without it one is started, and stopped at the end
 */

import { type LabClient, openLabClient } from '../../hosts/fixtures/lab-client.ts';
import { policyNames } from '../../sepolicy/own-domain/names.ts';
import type { Guest } from '../../lab/guest.ts';
import { withLab } from '../lab-argument.ts';
import { countRecordsOfAuditallow } from './auditallow.ts';
import { measureContainer, type Measured } from './measure-container.ts';
import { countRecords } from './records.ts';
import { installServiceImage, serviceImage } from './service-image.ts';
import { services } from './services.ts';
import { tableOf } from './table.ts';

const [name, ...wanted] = process.argv.slice(2);

/** The test of PostgreSQL takes minutes in an emulated guest. */
const testTimeoutMs = 900_000;

await withLab(name, async (guest) => {
  await installServiceImage(guest);
  const helper = await openLabClient(guest, 'operator', testTimeoutMs);
  try {
    const measured: Measured[] = [];
    const isWanted = (one: string): boolean => wanted.length === 0 || wanted.includes(one);
    if (isWanted('debian')) measured.push(await measureDebian(guest, helper));
    for (const service of services.filter((one) => isWanted(one.name)))
      measured.push(await measureContainer({ guest, helper, image: serviceImage, service }));
    console.log(tableOf(measured));
  } finally {
    await helper.close();
  }
});

/** Measures Debian also with auditallow on the same accesses, to compare the records. */
async function measureDebian(guest: Guest, helper: LabClient): Promise<Measured> {
  let granted = -1;
  const measured = await measureContainer({
    guest,
    helper,
    image: 'debian-13',
    async beforeAdoption(container, accesses) {
      const before = await countRecords(guest, policyNames(container).domain);
      granted = (await countRecordsOfAuditallow({ guest, helper, container, accesses })) - before;
    },
  });
  console.log(`debian: ${measured.bootRecords} records of a boot while it learns, ${granted} with auditallow`);
  return measured;
}
