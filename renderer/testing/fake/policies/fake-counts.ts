// SPDX-License-Identifier: Apache-2.0
/** What the domains of the fake host may do, in numbers of the size that real ones have. */

import { fail } from '../../../../contract/errors.ts';
import type { DomainCount } from '../../../../contract/model/policy/domain-count.ts';
import type { PolicySubject } from '../../../../contract/model/policy/policy-question.ts';
import type { Params, Result } from '../../../../contract/operations/index.ts';
import type { FakeHost } from '../fake-host.ts';

export function fakeCounts(host: FakeHost, { subject, against }: Params<'policy.count'>): Result<'policy.count'> {
  const domain = domainOf(host, subject);
  const other = against === undefined ? 'container_t' : domainOf(host, against);
  return { counts: [countOf(domain), countOf(other)] };
}

function domainOf(host: FakeHost, { kind, name }: PolicySubject): string {
  if (kind === 'type') return name;
  const container = host.containers.get(name) ?? fail('container-not-found', { name });
  return (
    container.domain ??
    fail('context-unknown', { name, reason: 'it does not run and its configuration names no SELinux context' })
  );
}

/** Counts what the domain may do, with `more` accesses of the kernel's file systems on top. */
export function countOf(domain: string, more = 0): DomainCount {
  const isOwn = domain.startsWith('bulkhead_c_');
  const columns = {
    ownTypes: isOwn ? 411 : 0,
    otherContainers: isOwn ? 10 : 2891,
    kernelFileSystems: 282 + more,
    hostFiles: domain === 'container_t' ? 20_663 : 12,
    devices: 54,
    network: isOwn ? 10 : 705,
    hostProcesses: 25,
    capabilities: 20,
    kernelEntry: 86,
  };
  const total = Object.values(columns).reduce((sum, number) => sum + number, 0);
  return { domain, total, columns, acrossCategories: isOwn ? 3 : 885 };
}
