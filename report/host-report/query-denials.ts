// SPDX-License-Identifier: Apache-2.0
/** All groups of denials of a host: many come in several answers. */

import type { ParamsInput, Result } from '../../contract/operations/index.ts';
import type { Client } from '../../rpc/client.ts';

type Query = Omit<ParamsInput<'denial.query'>, 'after'>;

export async function queryDenials(client: Client, query: Query, signal: AbortSignal): Promise<Result<'denial.query'>> {
  const first = await client.request('denial.query', query, { signal });
  if (first.next === undefined) return first;
  const groups = [...first.groups];
  for (let next: string | undefined = first.next; next !== undefined;) {
    const more: Result<'denial.query'> = await client.request(
      'denial.query',
      { ...query, events: 0, after: next },
      { signal },
    );
    groups.push(...more.groups);
    next = more.next;
  }
  return {
    groups: groups.sort((left, right) => right.last - left.last),
    events: first.events,
    lost: first.lost,
    auditLog: first.auditLog,
  };
}
