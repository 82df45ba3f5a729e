// SPDX-License-Identifier: Apache-2.0
/** What the fake host says of a policy module: a compiler that knows a few mistakes, and what a container learned. */

import type { Opening } from '../../../../contract/model/denials/explanation.ts';
import type {
  AccessUsage,
  GivenLearnedRule,
  GivenModulePreview,
} from '../../../../contract/model/policy/policy-module.ts';
import { countOf } from './fake-counts.ts';
import { domainOf } from './fake-module.ts';

/** `hasLearned`: whether the container ever did. */
export function previewOf(name: string, source: string, hasLearned: boolean): GivenModulePreview {
  const problems = source.split('\n').flatMap((text, index): GivenModulePreview['problems'] => {
    if (/shadow_t/.test(text))
      return [
        {
          line: index + 1,
          problem:
            'it would break the isolation: (neverallow bulkhead_domain bulkhead_secret (bulkhead_any_file (use)))',
        },
      ];
    if (/^\(typepermissive/.test(text))
      return [{ line: index + 1, problem: 'a domain is permissive only while it learns, and then Bulkhead says so' }];
    return [];
  });
  const added = [...source.matchAll(/^\(allow (\S+) (\S+) \((\S+) \(([^)]*)\)\)\)/gm)].map(
    ([, from = '', target = '', className = '', permissions = '']): Opening => ({
      source: from,
      target,
      class: className,
      permissions: permissions.split(' '),
    }),
  );
  const isEmpty = problems.length > 0;
  return {
    problems,
    added: isEmpty ? [] : added,
    addedCount: isEmpty ? 0 : added.length,
    removed: [],
    removedCount: 0,
    counts: isEmpty ? null : { now: countOf(domainOf(name)), then: countOf(domainOf(name), added.length) },
    usage: isEmpty || !hasLearned ? null : learnedUsage,
    risk:
      added.length === 0
        ? { level: 'low', reason: 'Nothing is opened.' }
        : {
            level: 'low',
            reason: `${domainOf(name)} could look at what is ${added[0]?.target ?? ''}, and not change it.`,
          },
  };
}

export function learnedRules(domain: string, now: number): GivenLearnedRule[] {
  const rule = (
    index: number,
    access: Pick<GivenLearnedRule, 'target' | 'class' | 'permissions'>,
  ): Pick<GivenLearnedRule, 'group' | 'rule' | 'target' | 'class' | 'permissions' | 'last'> => ({
    ...access,
    group: String(index).padStart(16, '0'),
    rule: `(allow ${domain} ${access.target} (${access.class} (${access.permissions.join(' ')})))`,
    last: now - index * 130,
  });
  return [
    {
      ...rule(1, { target: 'sysctl_vm_t', class: 'file', permissions: ['read', 'open', 'getattr'] }),
      count: 42,
      comms: ['postgres'],
      risk: { level: 'low', reason: `${domain} could look at what is sysctl_vm_t, and not change it.` },
      choice: null,
      advice: 'keep',
      reason: 'It could look at it, and not change it.',
    },
    {
      ...rule(2, { target: 'postgresql_port_t', class: 'tcp_socket', permissions: ['name_bind'] }),
      count: 3,
      comms: ['postgres'],
      risk: { level: 'medium', reason: `${domain} gets name_bind on tcp_socket objects of type postgresql_port_t.` },
      choice: null,
      advice: 'decide',
      reason: 'It would listen on ports of type postgresql_port_t.',
    },
    {
      ...rule(3, { target: 'shadow_t', class: 'file', permissions: ['read', 'open'] }),
      count: 1,
      comms: ['backup'],
      risk: { level: 'high', reason: 'shadow_t holds secrets or the policy of the system.' },
      choice: null,
      advice: 'drop',
      reason: 'shadow_t holds secrets or the policy of the system. Who really wants it writes it into the module.',
    },
  ];
}

export const learnedUsage: AccessUsage = {
  granted: 760,
  used: 8,
  grantedOutside: 12,
  usedOutside: 5,
  accesses: [{ target: 'proc_t', class: 'file', permissions: ['getattr', 'ioctl', 'open', 'read'] }],
  surplus: [
    { target: 'sysctl_vm_t', class: 'file', permissions: ['mounton'] },
    {
      target: 'random_device_t',
      class: 'chr_file',
      permissions: ['append', 'getattr', 'ioctl', 'lock', 'open', 'write'],
    },
  ],
  unknown: [],
};
