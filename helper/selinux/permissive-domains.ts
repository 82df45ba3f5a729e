// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the kernel which domains its policy makes permissive: for a process of such a domain a denial is only logged.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';
import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import { policySequence } from './policy/kernel-policy.ts';
import { askKernel } from './ask-kernel.ts';
import { codeOf } from '../system/errno.ts';

/**
 * Says whether the domain of a process's context is permissive; undefined when the loaded policy does not know the
 * context, and so cannot say.
 */
export type IsPermissiveDomain = (context: SecurityContext) => boolean | undefined;

export interface PermissiveDomainsOptions {
  readonly root?: string;
  /** Writes a question to a file of selinuxfs and gives what the kernel answers to it; a test answers in its place. */
  readonly ask?: (path: string, question: string) => string;
}

/** Asks of each domain once, for a list that is made at one moment. */
export function askOnceOfEach(isPermissive: IsPermissiveDomain): IsPermissiveDomain {
  const known = new Map<string, boolean | undefined>();
  return (context) => {
    if (!known.has(context.type)) known.set(context.type, isPermissive(context));
    return known.get(context.type);
  };
}

/** Bit of the answer's flags that says that the source's domain is permissive: `AVD_FLAGS_PERMISSIVE` of the kernel. */
const permissiveFlag = 1;

/**
 * Remembers each domain until a policy is loaded, so that a list of containers costs one question for each domain in
 * it.
 */
export function createPermissiveDomains({
  root = '/sys/fs/selinux',
  ask = askKernel,
}: PermissiveDomainsOptions = {}): IsPermissiveDomain {
  let known: { readonly policy: number | undefined; readonly domains: Map<string, boolean> } = {
    policy: undefined,
    domains: new Map(),
  };

  return (context) => {
    // Read before the question: an answer of a newer policy is then requested once more, and one of an older policy is
    // never kept.
    const policy = policySequence(join(root, 'status'));
    if (policy === undefined || policy !== known.policy) known = { policy, domains: new Map() };
    const remembered = known.domains.get(context.type);
    if (remembered !== undefined) return remembered;
    const answer = isPermissive(context);
    if (answer !== undefined) known.domains.set(context.type, answer);
    return answer;
  };

  function isPermissive(context: SecurityContext): boolean | undefined {
    try {
      const text = formatSecurityContext(context);
      const process = readFileSync(join(root, 'class/process/index'), 'utf8').trim();
      // Allowed, decided, audited when allowed, audited when denied, sequence number, flags.
      const flags = Number.parseInt(
        ask(join(root, 'access'), `${text} ${text} ${process}`).trim().split(' ')[5] ?? '',
        16,
      );
      return Number.isNaN(flags) ? undefined : (flags & permissiveFlag) !== 0;
    } catch (error) {
      if (codeOf(error) !== undefined) return undefined;
      throw error;
    }
  }
}
