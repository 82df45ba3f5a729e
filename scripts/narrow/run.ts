// SPDX-License-Identifier: Apache-2.0
/**
 * `npx tsx scripts/narrow/run.ts`: counts what containers and our services may do on the policies of all distributions,
 * and writes the figures that docs/guide/policy.md shows. After it: `npm run generate`.
 */

import { writeFileSync } from 'node:fs';
import { findPolicy } from '../../lab/policies/policy-folder.ts';
import { distributionPolicies, type PolicyId, policyIds } from '../../lab/policies/policies.ts';
import { statementsOnly } from '../../sepolicy/cil/decompiled.ts';
import { readPolicy } from '../../sepolicy/read-policy.ts';
import { compileInto, measurePolicy } from './measure-policy.ts';
import { type MeasuredPolicy, type NarrowRecord, recordPath } from './record.ts';
import { digestOfModules } from './sample-modules.ts';

async function measure(id: PolicyId): Promise<MeasuredPolicy> {
  const folder = await findPolicy(id);
  if (folder === undefined)
    throw new Error(`cannot measure: this machine has no policy of ${distributionPolicies[id].title}`);
  const compiled = await compileInto(id, folder);
  await compiled.remove();
  return measurePolicy(readPolicy(statementsOnly(compiled.text)));
}

const policies: Partial<Record<PolicyId, MeasuredPolicy>> = {};
for (const id of policyIds) {
  const measured = await measure(id);
  policies[id] = measured;
  for (const { domain, total } of measured.containers) process.stdout.write(`${id} ${domain} ${total}\n`);
  for (const [domain, total] of Object.entries(measured.services)) process.stdout.write(`${id} ${domain} ${total}\n`);
}
const record: NarrowRecord = { modules: digestOfModules(), policies: policies as Record<PolicyId, MeasuredPolicy> };
writeFileSync(recordPath, `${JSON.stringify(record, null, 2)}\n`);
