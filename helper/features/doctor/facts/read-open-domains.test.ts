// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import type { DecideByKernel } from '../../../selinux/ask-kernel.ts';
import { readOpenDomains } from './read-open-domains.ts';

/** Answers as a kernel whose policy allows these accesses, and does not know a type that is in none of them. */
function kernelThatAllows(allowed: readonly string[], permissive: readonly string[] = []): DecideByKernel {
  return ({ source, target, class: className, permissions: [permission = ''] }) => {
    const access = `${formatSecurityContext(source)} ${formatSecurityContext(target)} ${className} ${permission}`;
    if (!allowed.some((one) => one.includes(target.type))) return undefined;
    return {
      allowed: new Set(allowed.includes(access) ? [permission] : []),
      unlogged: new Set(),
      isPermissive: permissive.includes(source.type),
    };
  };
}

const toLvm = 'system_u:system_r:bulkhead_incus_t:s0 system_u:system_r:lvm_t:s0 process transition';
const toFsadm = 'system_u:system_r:bulkhead_incus_t:s0 system_u:system_r:fsadm_t:s0 process transition';
const lvmLoads = 'system_u:system_r:lvm_t:s0 system_u:object_r:security_t:s0 security load_policy';
const fsadmLoads = 'system_u:system_r:fsadm_t:s0 system_u:object_r:security_t:s0 security load_policy';
const otherLoads = 'system_u:system_r:init_t:s0 system_u:object_r:security_t:s0 security load_policy';

it('names the domains that may load a policy, of those into which the daemon may start a program', () => {
  const all = kernelThatAllows([toLvm, toFsadm, lvmLoads, fsadmLoads]);
  expect(readOpenDomains('bulkhead_incus_t', all)).toEqual(['lvm_t', 'fsadm_t']);
  expect(readOpenDomains('bulkhead_incus_t', kernelThatAllows([toLvm, toFsadm, fsadmLoads]))).toEqual(['fsadm_t']);
  expect(readOpenDomains('bulkhead_incus_t', kernelThatAllows([toLvm, lvmLoads, fsadmLoads]))).toEqual(['lvm_t']);
});

it('names none where these domains are confined, or the policy does not have them, or no daemon runs', () => {
  expect(readOpenDomains('bulkhead_incus_t', kernelThatAllows([toLvm, toFsadm, otherLoads]))).toEqual([]);
  expect(readOpenDomains('bulkhead_incus_t', kernelThatAllows([otherLoads]))).toEqual([]);
  expect(readOpenDomains(undefined, kernelThatAllows([toLvm, lvmLoads]))).toEqual([]);
});

it('names a domain that is permissive, for which the kernel blocks nothing', () => {
  expect(readOpenDomains('bulkhead_incus_t', kernelThatAllows([toLvm, otherLoads], ['lvm_t']))).toEqual(['lvm_t']);
});
