// SPDX-License-Identifier: Apache-2.0
/** The accounts of the host, as `/etc/passwd` has them. */

import { readFileSync } from 'node:fs';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** For logs and the activity list, never to decide anything: the number as text when the host knows none. */
export function userName(uid: number): string {
  return accounts().find((account) => account.uid === uid)?.name ?? String(uid);
}

/** Undefined when there is no such account. */
export function userNumber(name: string): number | undefined {
  return accounts().find((account) => account.name === name)?.uid;
}

/**
 * Gives those whom `/etc/group` and `/etc/passwd` have in this group; accounts of a directory service are in neither.
 */
export function membersOf(group: string): ReadonlySet<number> {
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${group}:`));
  const [, , gid = '', names = ''] = line?.split(':') ?? [];
  const named = new Set(names.split(','));
  return new Set(
    accounts().flatMap((account) => (named.has(account.name) || String(account.gid) === gid ? [account.uid] : [])),
  );
}

/** The groups of `/etc/group` that this user is in; one of a directory service is in none. */
export function groupsOf({ name, gid }: Pick<Account, 'name' | 'gid'>): ReadonlySet<string> {
  return new Set(
    groupLines().flatMap((group) => (group.gid === gid || group.names.includes(name) ? [group.name] : [])),
  );
}

export function isGroup(name: string): boolean {
  return groupLines().some((group) => group.name === name);
}

/** Undefined when `/etc/passwd` has no such account. */
export function accountOf(uid: number): Account | undefined {
  return accounts().find((account) => account.uid === uid);
}

function groupLines(): readonly { readonly name: string; readonly gid: number; readonly names: readonly string[] }[] {
  return readFileSync('/etc/group', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [name = '', , gid = '', names = ''] = line.split(':');
      return name !== '' && /^\d+$/.test(gid) ? [{ name, gid: Number(gid), names: names.split(',') }] : [];
    });
}

function accounts(): readonly Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [name = '', , uid = '', gid = ''] = line.split(':');
      return name !== '' && /^\d+$/.test(uid) ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
    });
}
