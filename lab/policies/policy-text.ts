// SPDX-License-Identifier: Apache-2.0
/** Modules of a distribution's policy as one text. */

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { distributionPolicies, type PolicyId } from './policies.ts';
import { findPolicy } from './policy-folder.ts';

/** All of them, or those named. Rejects where this machine does not have the policy. */
export async function policyText(id: PolicyId, names?: readonly string[]): Promise<string> {
  const folder = await findPolicy(id);
  if (folder === undefined)
    throw new Error(`cannot read the policy of ${distributionPolicies[id].title}: it is not on this machine`);
  const chosen = folder.modules.filter((path) => names?.includes(basename(path, '.cil')) ?? true);
  return (await Promise.all(chosen.map((path) => readFile(path, 'utf8')))).join('\n');
}
