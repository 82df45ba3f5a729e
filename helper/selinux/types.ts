// SPDX-License-Identifier: Apache-2.0
/** The types of Bulkhead's base policy module, as policy/selinux/bulkhead.cil declares them. */

import type { Confinement } from '../../contract/model/containers/container.ts';
import { ownerOfPolicyName, plainOwner, policyNames, sharedDomain } from '../../sepolicy/own-domain/names.ts';

/** Domain of a container's processes. */
export const domainType = sharedDomain;
/** The root file system of a container in the shared domain has this type. */
const fileType = 'bulkhead_file_t';

/** What decides which domain a container has. */
export interface ChosenDomain {
  readonly confinement: Confinement;
  /** The number of the plain domain that it was given; null for the shared domain, and for one that its module declares. */
  readonly plainDomain: number | null;
}

/** Says whose names its own domain has in the policy: those of the plain domain that it was given, or its own. */
export function ownerOf(container: string, { plainDomain }: Pick<ChosenDomain, 'plainDomain'>): string {
  return plainDomain === null ? container : plainOwner(plainDomain);
}

/** The domain of a container by what is chosen: the shared one, or its own. */
export function domainOf(container: string, chosen: ChosenDomain): string {
  return chosen.confinement === 'shared' ? domainType : policyNames(ownerOf(container, chosen)).domain;
}

/** The type of the root file system of a container whose processes are in this domain. */
export function fileTypeOf(domain: string): string {
  const owner = ownerOfPolicyName(domain);
  return owner === undefined ? fileType : policyNames(owner).files;
}

/** The type of a volume of one container alone, by the domain of its processes. */
export function volumeTypeOf(domain: string, { readOnly }: { readonly readOnly: boolean }): string {
  const owner = ownerOfPolicyName(domain);
  if (owner === undefined) return readOnly ? 'bulkhead_readonly_t' : fileType;
  return readOnly ? policyNames(owner).readonlyVolumes : policyNames(owner).volumes;
}

/** The type of its /dev and of the file systems in memory that it mounts. */
export function memoryTypeOf(domain: string): string {
  const owner = ownerOfPolicyName(domain);
  return owner === undefined ? 'bulkhead_tmpfs_t' : policyNames(owner).memory;
}
/** What Incus mounts in memory for an instance has this type, until the helper labels it. */
export const instanceMemoryType = 'bulkhead_instance_memory_t';
/** The terminal that is a container's console has this type. */
export const consoleType = 'bulkhead_devpts_t';
/**
 * Files of /proc and /sys that show the load and the hardware of the host have this type
 * (policy/selinux/bulkhead-shared.cil).
 */
export const hostLoadType = 'bulkhead_host_state_t';
/** The helper's own domain. */
export const helperType = 'bulkhead_helper_t';
/** Domain of a drill's attacker without SELinux; in the policy only during a drill. */
export const openDrillType = 'bulkhead_drill_open_t';
