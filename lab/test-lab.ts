// SPDX-License-Identifier: Apache-2.0
/**
 * The deployed lab that the lab tests of one worker share: they go one after another, and who changes what others may
 * see resets it.
 */

import { inject } from 'vitest';
import type {} from './test-lab-setup.ts';
import { askForReset } from './ask-owner.ts';
import { findLab, type Guest } from './guest.ts';

export interface TestLab extends Guest {
  /** Back to the state after the deploy, in seconds; the port stays. */
  reset(): Promise<void>;
}

/** Finds the lab, at the top of a test file: `const lab = await useTestLab()`. */
export async function useTestLab(): Promise<TestLab> {
  const labs = inject('labs');
  const name = labs[Number(process.env['VITEST_POOL_ID']) - 1] ?? labs[0] ?? '';
  const guest = await findLab(name);
  if (guest === undefined) throw new Error(`cannot use the lab "${name}": it does not run`);
  return {
    ...guest,
    async reset() {
      if (!(await askForReset(name))) throw new Error(`cannot reset the lab "${name}": it does not run`);
    },
  };
}
