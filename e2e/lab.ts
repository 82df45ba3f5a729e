/** The lab that the end-to-end tests run against: one that runs already under its name, or a new one that ends with the tests. */

import { deploy } from '../lab/deploy.ts';
import { findLab, type Guest, startLab } from '../lab/guest.ts';

export interface TestLab {
  readonly guest: Guest;
  stop(): Promise<void>;
}

export async function openTestLab(): Promise<TestLab> {
  const name = process.env['BULKHEAD_TEST_LAB'];
  const running = name === undefined ? undefined : await findLab(name);
  if (running !== undefined) return { guest: running, stop: () => Promise.resolve() };
  const lab = await startLab({ name: 'e2e' });
  await deploy(lab);
  return { guest: lab, stop: () => lab.stop() };
}
