// SPDX-License-Identifier: Apache-2.0
/**
 * The lab with Incus for the tests of one file, besides the one that all lab tests share. `BULKHEAD_TEST_INCUS_LAB`
 * names a running one to use instead, which is brought up to date.
 */

import { afterAll } from 'vitest';
import { deploy } from '../deploy.ts';
import { findLab, type Guest } from '../guest.ts';
import { printProgress } from '../progress.ts';
import { startIncusLab } from './incus-lab.ts';

/** Starts or finds the lab, at the top of a test file: `const lab = await useIncusLab()`. */
export async function useIncusLab(): Promise<Guest> {
  const given = process.env['BULKHEAD_TEST_INCUS_LAB'];
  if (given === undefined) {
    const lab = await startIncusLab({
      name: `test-incus-${process.env['VITEST_POOL_ID'] ?? '1'}`,
      onProgress: printProgress,
    });
    afterAll(() => lab.stop());
    return lab;
  }
  const guest = await findLab(given);
  if (guest === undefined) throw new Error(`cannot use the lab "${given}": it does not run`);
  await deploy(guest, printProgress);
  return guest;
}
