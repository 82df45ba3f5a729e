// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the body of SELINUX_ERR records: `op=security_compute_sid invalid_context=... scontext=... tcontext=...
 * tclass=process`. The kernel writes them in many shapes.
 */

import { parseSecurityContext } from '../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';
import type { Denial } from '../denial.ts';
import { type FieldKey, fieldOf, integerOf, textOf } from '../records/field.ts';
import { type AuditRecord, bodyOf, kernelFields } from '../records/record.ts';

export function readSelinuxError(record: AuditRecord): Denial | { readonly broken: string } {
  const body = bodyOf(record);
  const text = kernelFields(body);
  if (fieldOf(text, ' op=') === undefined && !text.startsWith(' SELinux: '))
    return { broken: 'the SELinux error has no operation' };
  const event = {
    time: record.timeMs / 1000,
    serial: record.serial,
    record: 'SELINUX_ERR' as const,
    decision: 'denied' as const,
    permissive: null,
    permissions:
      fieldOf(text, ' perms=')
        ?.split(',')
        .filter((permission) => permission !== '') ?? [],
    source: contextOf(text, [' scontext=', ' taskcontext=', ' oldcontext=']),
    target: contextOf(text, [' tcontext=', ' newcontext=']),
    class: fieldOf(text, ' tclass=') ?? fieldOf(text, ' sclass=') ?? null,
    comm: textOf(body, ' comm='),
    pid: integerOf(text, ' pid='),
    exe: null,
    path: null,
    name: null,
    inode: null,
    syscall: null,
    port: null,
    success: null,
    container: null,
  };
  return { event, isCounted: false };
}

/** The first of these fields that is there. */
function contextOf(text: string, keys: readonly FieldKey[]): SecurityContext | null {
  const value = keys.map((key) => fieldOf(text, key)).find((found) => found !== undefined);
  return (value === undefined ? undefined : parseSecurityContext(value)) ?? null;
}
