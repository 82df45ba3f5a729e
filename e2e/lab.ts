// SPDX-License-Identifier: Apache-2.0
/**
 * The lab that the end-to-end tests run against: one that runs already under its name, or a new one that ends with the
 * tests.
 */

import { startDeployedLab } from '../lab/deployed-lab.ts';
import { findLab, type Guest } from '../lab/guest.ts';
import { wakeServices } from '../lab/wake-services.ts';

export interface TestLab {
  readonly guest: Guest;
  stop(): Promise<void>;
}

export async function openTestLab(): Promise<TestLab> {
  const opened = await openOrStart();
  await wakeServices(opened.guest);
  return opened;
}

async function openOrStart(): Promise<TestLab> {
  const name = process.env['BULKHEAD_TEST_LAB'];
  const running = name === undefined ? undefined : await findLab(name);
  if (running !== undefined) return { guest: running, stop: () => Promise.resolve() };
  const lab = await startDeployedLab({ name: 'e2e' });
  return { guest: lab, stop: () => lab.stop() };
}
