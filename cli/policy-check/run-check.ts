// SPDX-License-Identifier: Apache-2.0
/** Compiles Bulkhead's modules with a policy, and finds what does not fit. */

import type { DomainCount } from '../../contract/model/policy/domain-count.ts';
import { countBeside } from '../../sepolicy/count.ts';
import type { LoadedPolicy } from '../../sepolicy/loaded-policy.ts';
import { policyNames } from '../../sepolicy/own-domain/names.ts';
import { findMissingCategories } from '../../sepolicy/policy-check/categories.ts';
import { checkPolicy } from '../../sepolicy/policy-check/check-policy.ts';
import { findForeignStatements } from '../../sepolicy/policy-check/foreign-findings.ts';
import type { PolicyCheckResult } from '../format/policy-check-text.ts';
import { readPolicyFile } from '../policy-file.ts';
import { withCompiler } from './compile-sources.ts';
import { gatherSources } from './policy-sources.ts';

export interface PolicyCheck extends PolicyCheckResult {
  /** What the result does not show. */
  readonly remarks: readonly string[];
}

/** `target` is a module store or a policy file; that of this host when undefined. */
export async function runPolicyCheck(target: string | undefined, signal: AbortSignal): Promise<PolicyCheck> {
  const { name, sources, foreign, remarks } = await gatherSources(target);
  return withCompiler(signal, async (compile, policyPath) => {
    const unfit = [...findMissingCategories(sources.policy), ...(await checkPolicy(sources, compile))];
    const compiled = unfit.length === 0 ? await readPolicyFile(policyPath) : undefined;
    const findings = [...unfit, ...findForeignStatements(foreign, compiled)];
    const hasFailed = findings.some(({ severity }) => severity === 'failure');
    const counts = hasFailed || compiled === undefined ? [] : countIn(compiled);
    return { name, findings, counts, modules: sources, remarks };
  });
}

/** How much a plain domain of a container's own would be allowed, beside the stock domains of this policy. */
function countIn(compiled: LoadedPolicy): readonly DomainCount[] {
  const { domain } = policyNames('check-plain');
  return countBeside(compiled, [domain]).flatMap((count) => count ?? []);
}
