// SPDX-License-Identifier: Apache-2.0
/**
 * The people who may have rights, by the files of the host: root, the members of the group of clients, and users who have
 * a role. Accounts of a directory service are never listed; one that has a role is in it by its number.
 */

import { clientGroup } from '../../../contract/client-group.ts';
import type { Grant } from '../../../contract/model/access/access.ts';
import { accountOf, groupsOf, isGroup, membersOf, userNumber } from '../../system/accounts.ts';
import type { Candidate } from './judge-people.ts';

export interface Accounts {
  readonly members: () => ReadonlySet<number>;
  readonly accountOf: typeof accountOf;
  readonly userNumber: typeof userNumber;
  readonly groupsOf: typeof groupsOf;
  readonly isGroup: typeof isGroup;
}

export const hostAccounts: Accounts = {
  members: () => membersOf(clientGroup),
  accountOf,
  userNumber,
  groupsOf,
  isGroup,
};

/** People whose rights are asked for. Each is one question for each action. */
const maxPeople = 40;

/** Root first, then by name. */
export function listPeople(
  grants: readonly Grant[],
  accounts: Accounts,
): { readonly all: readonly Candidate[]; readonly shown: readonly Candidate[] } {
  const members = accounts.members();
  const named = grants.flatMap(({ kind, name }) => (kind === 'user' ? [name] : []));
  const numbers = named.map((name) => numberOf(name, accounts)).filter((uid) => uid !== undefined);
  const uids = [...new Set([...members, ...numbers])].filter((uid) => uid !== 0);
  const others = uids
    .map((uid) => candidateOf(uid, members.has(uid), accounts))
    .sort((one, other) => (one.user < other.user ? -1 : 1));
  const all = [{ user: 'root', uid: 0, groups: new Set<string>(), mayConnect: true }, ...others];
  return { all, shown: all.slice(0, maxPeople) };
}

/** Lists the accounts of the grants that the host does not have. */
export function unknownAccounts(grants: readonly Grant[], accounts: Accounts): Grant[] {
  return grants.filter(({ kind, name }) =>
    kind === 'group' ? !accounts.isGroup(name) : numberOf(name, accounts) === undefined,
  );
}

function numberOf(name: string, { userNumber: find }: Accounts): number | undefined {
  return find(name) ?? (/^\d{1,10}$/.test(name) ? Number(name) : undefined);
}

/** One without an account is of a directory service: whether that has it in the group is known when it connects. */
function candidateOf(uid: number, isMember: boolean, accounts: Accounts): Candidate {
  const account = accounts.accountOf(uid);
  if (account === undefined) return { user: String(uid), uid, groups: new Set(), mayConnect: true };
  return { user: account.name, uid, groups: accounts.groupsOf(account), mayConnect: isMember };
}
