// SPDX-License-Identifier: Apache-2.0
/**
 * The members of a cluster for the tests of one file. `BULKHEAD_TEST_CLUSTER` names a running one to use instead, as it
 * is.
 */

import { afterAll } from 'vitest';
import { findLab, type Guest } from '../guest.ts';
import { printProgress } from '../progress.ts';
import { startCluster } from './cluster-lab.ts';
import { labNames, minMembers } from './members.ts';

/** Starts or finds the cluster, at the top of a test file: `const members = await useCluster()`. */
export async function useCluster(): Promise<readonly Guest[]> {
  const given = process.env['BULKHEAD_TEST_CLUSTER'];
  if (given === undefined) {
    const cluster = await startCluster({ name: 'test-cluster', onProgress: printProgress });
    afterAll(() => cluster.stop());
    return cluster.members;
  }
  return Promise.all(
    labNames(given, minMembers).map(async (name) => {
      const guest = await findLab(name);
      if (guest === undefined) throw new Error(`cannot use the lab "${name}": it does not run`);
      return guest;
    }),
  );
}
