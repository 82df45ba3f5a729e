// SPDX-License-Identifier: Apache-2.0
/**
 * Says into which domains Incus' daemon may start programs that may load another policy. On Debian there is none; the
 * policies of Fedora, RHEL and openSUSE leave the programs of LVM and of file systems unconfined.
 */

import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { createKernelDecisions, type DecideByKernel } from '../../../selinux/ask-kernel.ts';

/** The domains of other programs to which the policy module of Incus leads, and in which disks are open. */
const domainsOfPrograms = ['lvm_t', 'fsadm_t'];

/** Gives the types of these domains, of those to which `domain` leads; nothing where the kernel cannot say. */
export function readOpenDomains(
  domain: string | undefined,
  decide: DecideByKernel = createKernelDecisions(),
): readonly string[] {
  if (domain === undefined) return [];
  return domainsOfPrograms.filter(
    (type) =>
      isAllowed(decide, { source: domain, target: type, access: ['process', 'transition'] }) &&
      isAllowed(decide, { source: type, target: 'security_t', access: ['security', 'load_policy'] }),
  );
}

interface Question {
  readonly source: string;
  readonly target: string;
  readonly access: readonly [className: string, permission: string];
}

function isAllowed(decide: DecideByKernel, { source, target, access: [className, permission] }: Question): boolean {
  const decision = decide({
    source: contextOf(source, 'system_r'),
    target: contextOf(target, className === 'process' ? 'system_r' : 'object_r'),
    class: className,
    permissions: [permission],
  });
  return decision !== undefined && (decision.isPermissive || decision.allowed.has(permission));
}

function contextOf(type: string, role: string): SecurityContext {
  const context = parseSecurityContext(`system_u:${role}:${type}:s0`);
  if (context === undefined) throw new Error(`cannot make a context of the type ${type}`);
  return context;
}
