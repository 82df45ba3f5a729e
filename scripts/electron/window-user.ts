// SPDX-License-Identifier: Apache-2.0
/**
 * Which user the window runs as. Chromium's sandbox is for ordinary users, so a root session hands the window to one:
 * the person behind sudo, else a system user that owns nothing.
 */

import { userInfo } from 'node:os';
import { isRoot } from './places.ts';
import { runTool } from './run-tool.ts';

export interface WindowUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** The user's own home; undefined for the system user, which has none. */
  readonly home: string | undefined;
  /** True when the window has to change to this user. */
  readonly isOther: boolean;
}

const systemUser = 'bulkhead-window';

export async function findWindowUser(): Promise<WindowUser> {
  if (!isRoot) {
    const { username, uid, gid, homedir } = userInfo();
    return { name: username, uid, gid, home: homedir, isOther: false };
  }
  const sudo = process.env['SUDO_UID'];
  const person = sudo === undefined || sudo === '0' ? undefined : parsePasswd(await lookUp(sudo));
  return person ?? (await ensureSystemUser());
}

/** Reads one line of the user database. */
export function parsePasswd(line: string): WindowUser | undefined {
  const [name, , uid, gid, , home] = line.trim().split(':');
  if (name === undefined || name === '' || !isId(uid) || !isId(gid) || uid === '0') return undefined;
  return { name, uid: Number(uid), gid: Number(gid), home: home === '' ? undefined : home, isOther: true };
}

async function ensureSystemUser(): Promise<WindowUser> {
  if ((await lookUp(systemUser)) === '') {
    await runTool('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/usr/sbin/nologin',
      systemUser,
    ]);
  }
  const user = parsePasswd(await lookUp(systemUser));
  if (user === undefined) throw new Error(`cannot find the user ${systemUser} after making it`);
  return { ...user, home: undefined };
}

/** The line of the user database, empty when there is none. */
function lookUp(nameOrId: string): Promise<string> {
  return runTool('getent', ['passwd', nameOrId]).catch(() => '');
}

function isId(text: string | undefined): text is string {
  return text !== undefined && /^\d+$/.test(text);
}
