// SPDX-License-Identifier: Apache-2.0
/**
 * Says which types are those of containers, and of these, which belong to one container alone. Towards the others
 * nothing but categories isolates two containers.
 */

import type { LoadedPolicy } from '../loaded-policy.ts';
import { ownerOfPolicyName } from '../own-domain/names.ts';

/** Attributes of containers' domains and files: Bulkhead's, and those of the distributions' container policies. */
const attributes: readonly string[] = [
  ...['bulkhead_domain', 'bulkhead_content', 'bulkhead_shared', 'bulkhead_terminal'],
  ...['container_domain', 'container_file_type', 'svirt_sandbox_domain', 'svirt_sandbox_file_type'],
];

/** Names the types that have no such attribute in one of the policies. */
const names: ReadonlySet<string> = new Set([
  ...[
    'bulkhead_devpts_t',
    'bulkhead_instance_memory_t',
    'bulkhead_tmpfs_t',
    'container_file_t',
    'container_ro_file_t',
    'container_devpts_t',
  ],
  ...['container_runtime_tmpfs_t', 'container_var_lib_t', 'container_share_t'],
]);

/** Gives `own` or `container` for a type as `domain` sees it; undefined for the types of the host. */
export function createContainerTypes(
  policy: LoadedPolicy,
): (type: string, domain: string) => 'own' | 'container' | undefined {
  const sets = attributes.flatMap((attribute) => policy.attributes.get(attribute) ?? []);
  const isContainerType = (type: string): boolean => names.has(type) || sets.some((types) => types.has(type));

  return (type, domain) => {
    const owner = ownerOfPolicyName(type);
    if (owner !== undefined) return owner === ownerOfPolicyName(domain) ? 'own' : 'container';
    // A name within a block (web.process) is that of one container, as udica writes them.
    if (type === domain && (!isContainerType(type) || type.includes('.'))) return 'own';
    return isContainerType(type) ? 'container' : undefined;
  };
}
