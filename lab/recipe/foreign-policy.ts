// SPDX-License-Identifier: Apache-2.0
/** A guest that is booted with the policy of another distribution. */

import { basename } from 'node:path';
import { distributionPolicies, type ForeignPolicyId } from '../policies/policies.ts';
import { archiveFolder, findPolicy } from '../policies/policy-folder.ts';
import type { RecipeFile } from './guest-files.ts';
import { type LabRecipe, recipe } from './recipe.ts';

/** Gives the usual guest, or another one, with that policy. Rejects where this machine does not have it. */
export async function foreignPolicyRecipe(id: ForeignPolicyId, from: LabRecipe = recipe): Promise<LabRecipe> {
  const found = await findPolicy(id);
  const { title, store, origin } = distributionPolicies[id];
  if (found === undefined)
    throw new Error(
      `cannot find the policy of ${title}: there is no ${origin.archive}.tar.xz in ${archiveFolder()}; name the folder of ` +
        'the archives by BULKHEAD_POLICIES',
    );
  const { policyModules: _, ...rest } = from;
  return {
    ...rest,
    guest: { ...from.guest, files: from.guest.files.map((file) => withStore(file, store)) },
    policy: { folder: basename(found.path), store },
  };
}

function withStore(file: RecipeFile, store: string): RecipeFile {
  if (file.path !== '/etc/selinux/config') return file;
  return { ...file, content: file.content.replace('SELINUXTYPE=default', `SELINUXTYPE=${store}`) };
}
