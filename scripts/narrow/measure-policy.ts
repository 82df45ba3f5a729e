// SPDX-License-Identifier: Apache-2.0
/** Compiles Bulkhead's modules into the policy of a distribution, and counts what the domains there may do. */

import { type CompiledPolicy, compileCil } from '../../lab/policies/compile-cil.ts';
import type { PolicyFolder } from '../../lab/policies/policy-folder.ts';
import { distributionPolicies, type PolicyId } from '../../lab/policies/policies.ts';
import { countAccesses } from '../../sepolicy/count.ts';
import type { DomainCount } from '../../contract/model/policy/domain-count.ts';
import { plainOwner, policyNames } from '../../sepolicy/own-domain/names.ts';
import { plainDomainCount } from '../../contract/model/policy/plain-kinds.ts';
import type { LoadedPolicy } from '../../sepolicy/loaded-policy.ts';
import type { MeasuredPolicy } from './record.ts';
import { baseModules, sampleDomains, sampleModules } from './sample-modules.ts';

/** Domains that a distribution gives containers; a policy has some of them. */
const stockDomains = ['container_t', 'container_init_t', 'svirt_t', 'spc_t'];

/** Names of our services, of which each has a domain `bulkhead_NAME_t`. */
export const serviceNames = ['helper', 'listener', 'policy', 'reader', 'notify', 'metrics', 'unload', 'incus'] as const;
export const domainOfService = (name: string): string => `bulkhead_${name}_t`;

/** Compiles with all neverallow rules; those of our modules that this distribution's libsepol knows, and others. */
export function compileInto(
  id: PolicyId,
  { modules }: PolicyFolder,
  others: Iterable<string> = sampleModules(),
): Promise<CompiledPolicy> {
  return compileCil([...modulesOn(id), ...others], { files: modules });
}

/**
 * Compiles the policy with container-selinux, which breaks neverallow rules of the policy itself: without these rules.
 */
export function compileBesideContainers(
  id: PolicyId,
  { modules, containers }: PolicyFolder,
  others: Iterable<string>,
): Promise<CompiledPolicy> {
  const files = containers === undefined ? modules : [...modules, containers];
  return compileCil([...modulesOn(id), ...others], { files, checks: false });
}

function modulesOn(id: PolicyId): readonly string[] {
  const { hasDeny } = distributionPolicies[id];
  return [...baseModules()].filter(([name]) => hasDeny || name !== 'bulkhead-deny.cil').map(([, text]) => text);
}

/** `policy` was compiled with the sample modules. */
export function measurePolicy(policy: LoadedPolicy): MeasuredPolicy {
  const domains = [...Object.values(sampleDomains), ...stockDomains];
  const without = typesOfOtherPlainDomains();
  const countOf = (domain: string): DomainCount | undefined => countAccesses(policy, domain, { without });
  return {
    containers: domains.flatMap((domain) => countOf(domain) ?? []),
    services: Object.fromEntries(
      serviceNames.map(domainOfService).map((domain) => [domain, countOf(domain)?.total ?? 0]),
    ),
  };
}

/** All plain domains but the first are the same again, so that their number would change each figure. */
export function typesOfOtherPlainDomains(): ReadonlySet<string> {
  const others = Array.from({ length: plainDomainCount - 1 }, (_, index) => plainOwner(index + 2));
  return new Set(others.flatMap((owner) => Object.values<string>({ ...policyNames(owner) })));
}
