// SPDX-License-Identifier: Apache-2.0
/** The other way to see what is used: an enforcing domain with auditallow on everything that its module grants. */

import type { LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Access } from '../../contract/model/policy/policy-module.ts';
import type { Guest } from '../../lab/guest.ts';
import { loadPolicyVariant } from '../../lab/policy/policy-variant.ts';
import { enforcing } from '../../sepolicy/own-domain/learning-module.ts';
import { policyNames } from '../../sepolicy/own-domain/names.ts';
import { countRecords } from './records.ts';

interface Auditallow {
  readonly guest: Guest;
  readonly helper: LabClient;
  /** The container learns. */
  readonly container: string;
  readonly accesses: readonly Access[];
}

/** All records about its domain after a boot with these accesses audited. */
export async function countRecordsOfAuditallow({ guest, helper, container, accesses }: Auditallow): Promise<number> {
  const { domain, module } = policyNames(container);
  const client = await helper.client();
  const { source } = await client.request('policy.show', { name: container });
  const rules = accesses.map(
    ({ target, class: className, permissions }) =>
      `(auditallow ${domain} ${target} (${className} (${permissions.join(' ')})))`,
  );
  const restore = await loadPolicyVariant(guest, {
    name: 'auditallow',
    semodule: [],
    modules: { [module]: `${enforcing(source, container)}\n${rules.join('\n')}\n` },
  });
  try {
    await (await helper.client()).request('container.restart', { name: container });
    await helper.booted(container);
    return await countRecords(guest, domain);
  } finally {
    await restore();
  }
}
