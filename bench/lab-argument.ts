// SPDX-License-Identifier: Apache-2.0
/**
 * The lab that a benchmark measures in: a running one that is named on the command line, else a deployed one of its own
 * that ends with the work.
 */

import { startDeployedLab } from '../lab/deployed-lab.ts';
import { findLab, type Guest } from '../lab/guest.ts';
import { printProgress } from '../lab/progress.ts';

export async function withLab(name: string | undefined, work: (guest: Guest) => Promise<void>): Promise<void> {
  if (name === undefined) {
    const lab = await startDeployedLab({ name: 'bench', onProgress: printProgress });
    try {
      await work(lab);
    } finally {
      await lab.stop();
    }
    return;
  }
  const guest = await findLab(name);
  if (guest === undefined) throw new Error(`cannot measure: no lab "${name}" runs`);
  await work(guest);
}
