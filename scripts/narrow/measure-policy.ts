// SPDX-License-Identifier: Apache-2.0
/** Counts what the domains of containers may do in a policy that Bulkhead's modules are compiled into. */

import type { DomainCount } from '../../contract/model/policy/domain-count.ts';
import { compileCil } from '../../lab/stand-in/compile-cil.ts';
import { statementsOnly } from '../../sepolicy/cil/decompiled.ts';
import { countAccesses } from '../../sepolicy/count.ts';
import { readPolicy } from '../../sepolicy/read-policy.ts';
import { sampleDomains, sampleModules } from './sample-modules.ts';

/** Domains that a distribution gives containers; a policy has some of them. */
const stockDomains = ['container_t', 'container_init_t', 'svirt_t', 'spc_t'];

/** `policy` are the CIL texts of a distribution's policy. Bulkhead's domains come first. */
export async function measurePolicy(policy: Iterable<string>): Promise<readonly DomainCount[]> {
  const compiled = await compileCil([...policy, ...sampleModules()]);
  try {
    const loaded = readPolicy(statementsOnly(compiled.text));
    return [...Object.values(sampleDomains), ...stockDomains].flatMap((domain) => countAccesses(loaded, domain) ?? []);
  } finally {
    await compiled.remove();
  }
}
