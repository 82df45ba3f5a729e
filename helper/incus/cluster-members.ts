// SPDX-License-Identifier: Apache-2.0
/** The members of the cluster as what is to be done needs them. */

import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/text.ts';
import type { IncusClient } from './incus-client.ts';
import { type IncusMemberEntry, listMembers } from './incus-cluster.ts';
import { type IncusError, isIncusError } from './incus-error.ts';

/** Fails with `incus-unavailable` where Incus does not answer, or the members that are there are no majority. */
export async function membersNow(client: IncusClient, signal: AbortSignal): Promise<readonly IncusMemberEntry[]> {
  try {
    return await listMembers(client, signal);
  } catch (error) {
    failWithoutMajority(error);
  }
}

/** Gives an online member; fails with `member-not-ready` for any other one. */
export async function requireMember(client: IncusClient, name: string, signal: AbortSignal): Promise<IncusMemberEntry> {
  const members = await membersNow(client, signal);
  const member =
    members.find((one) => one.server_name === name) ??
    fail('member-not-ready', {
      member: name,
      reason: say('the cluster has no such member; see bulkheadctl cluster members'),
    });
  if (!isOnline(member))
    fail('member-not-ready', {
      member: name,
      reason: say('Incus says that it is {status}', { status: member.status }),
    });
  return member;
}

export function isOnline({ status }: IncusMemberEntry): boolean {
  return status.toLowerCase() === 'online';
}

/**
 * Says whether Incus means that nobody may write to the database: it has no number for that, and names its database.
 */
export function isWithoutMajority(error: IncusError): boolean {
  return /cowsql|dqlite|context deadline exceeded/i.test(error.message);
}

/** Words for an error of Incus about its cluster; any other error stays as it is. */
export function failWithoutMajority(error: unknown): never {
  if (!isIncusError(error)) throw error as Error;
  fail('incus-unavailable', {
    reason: say('{message}; where most members of its cluster are away, nothing of it is known until they are back', {
      message: error.message,
    }),
  });
}
