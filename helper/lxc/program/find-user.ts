// SPDX-License-Identifier: Apache-2.0
/**
 * The ids of a user of a container, from its own `/etc/passwd` and `/etc/group`, as they are before it starts. A stranger
 * wrote both: lines that are not what they should be count as none.
 */

/** Texts of the two files; empty where there are none. */
export interface UserFiles {
  readonly passwd: string;
  readonly group: string;
}

export interface FoundUser {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

interface Group {
  readonly name: string;
  readonly gid: number;
}

/** What a user namespace of a container has. */
const maxIds = 65_536;

/**
 * `user`: as the settings have it, a name or number, with a group or without; null for root. Other groups of the user are
 * not looked for: LXC gives none to the init of a container with a user namespace.
 */
export function findUser(user: string | null, files: UserFiles): FoundUser | { readonly missing: string } {
  const [who = '', whose] = (user ?? '0').split(':');
  const accounts = files.passwd.split('\n').flatMap((line) => accountOf(line) ?? []);
  const groups = files.group.split('\n').flatMap((line) => groupOf(line) ?? []);
  const uid = idOf(who);
  const account = accounts.find((one) => (uid === undefined ? one.name === who : one.uid === uid));
  const foundUid = account?.uid ?? uid;
  if (foundUid === undefined) return { missing: who };
  const home = account?.home ?? (foundUid === 0 ? '/root' : '/');
  if (whose !== undefined) {
    const gid = idOf(whose) ?? groups.find((group) => group.name === whose)?.gid;
    return gid === undefined ? { missing: whose } : { uid: foundUid, gid, home };
  }
  return { uid: foundUid, gid: account?.gid ?? 0, home };
}

function accountOf(line: string): Account | undefined {
  const [name = '', , uidText = '', gidText = '', , home = ''] = line.split(':');
  const [uid, gid] = [idOf(uidText), idOf(gidText)];
  if (name === '' || uid === undefined || gid === undefined) return undefined;
  return { name, uid, gid, home: /^\/[\u0020-\u007e]{0,1000}$/.test(home) ? home.trim() : '/' };
}

function groupOf(line: string): Group | undefined {
  const [name = '', , gidText = ''] = line.split(':');
  const gid = idOf(gidText);
  return name === '' || gid === undefined ? undefined : { name, gid };
}

function idOf(text: string): number | undefined {
  const id = /^\d{1,5}$/.test(text) ? Number(text) : undefined;
  return id !== undefined && id < maxIds ? id : undefined;
}
