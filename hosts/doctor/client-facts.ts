// SPDX-License-Identifier: Apache-2.0
/** What a user without rights can find out about the helper of this machine, when it does not answer. */

import { execFile } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { type Distribution, distributionOf } from '../../contract/rules/distribution.ts';
import { helperSocket } from '../../contract/helper-socket.ts';

/**
 * Describes a unit in systemd's words: `loaded` or `not-found`; `active`, `inactive`, `failed`; `enabled`, `disabled`.
 */
export interface UnitFacts {
  readonly load: string;
  readonly active: string;
  readonly file: string;
}

export const clientUnits = [
  'bulkhead-helper.socket',
  'bulkhead-listener.service',
  'bulkhead-helper.service',
  'polkit.service',
] as const;
type ClientUnit = (typeof clientUnits)[number];

export interface GroupFacts {
  /** Says whether the host has the group `bulkhead`. */
  readonly exists: boolean;
  /** Says whether the user is a member of the group. */
  readonly isMember: boolean;
  /** Says whether this process has the group: a membership holds from the next login. */
  readonly isInSession: boolean;
}

export interface ClientFacts {
  readonly uid: number;
  readonly user: string;
  readonly hasSocket: boolean;
  readonly group: GroupFacts;
  /** Undefined where systemd does not answer. */
  readonly units: Readonly<Record<ClientUnit, UnitFacts>> | undefined;
  readonly selinux: 'enforcing' | 'permissive' | 'disabled';
  /** Gives the SELinux type of this process; undefined without SELinux. */
  readonly domain: string | undefined;
  readonly distribution: Distribution | undefined;
  /** Why the policy modules could not be installed; undefined when they could. */
  readonly policyFailure: string | undefined;
}

export type ReadClientFacts = (signal: AbortSignal) => Promise<ClientFacts>;

const timeoutMs = 5000;

/**
 * Names the file in which the package bulkhead-selinux says what could not be done, and below it what semodule says.
 */
const policyFailure = '/var/lib/bulkhead-selinux/failure';

export async function readClientFacts(signal: AbortSignal): Promise<ClientFacts> {
  const uid = process.getuid?.() ?? -1;
  const username = userName() ?? String(uid);
  const [group, groups, units] = await Promise.all([
    outputOf('getent', ['group', 'bulkhead'], signal),
    outputOf('id', ['-G', username], signal),
    outputOf('systemctl', ['show', '-p', 'Id,LoadState,ActiveState,UnitFileState', ...clientUnits], signal),
  ]);
  const selinux = selinuxMode();
  return {
    uid,
    user: username,
    hasSocket: lstatSync(helperSocket, { throwIfNoEntry: false })?.isSocket() === true,
    group: parseGroup(group, groups, process.getgroups?.() ?? []),
    units: parseUnits(units ?? ''),
    selinux,
    domain: selinux === 'disabled' ? undefined : (textOf('/proc/self/attr/current') ?? '').split(':')[2],
    distribution: distributionOf(textOf('/etc/os-release') ?? ''),
    policyFailure: textOf(policyFailure)?.trim(),
  };
}

/** `entry` as getent prints it, `memberships` as id does; undefined when there is none. */
export function parseGroup(
  entry: string | undefined,
  memberships: string | undefined,
  session: readonly number[],
): GroupFacts {
  const id = /^[^:]*:[^:]*:(\d+):/.exec(entry ?? '')?.[1];
  if (id === undefined) return { exists: false, isMember: false, isInSession: false };
  return {
    exists: true,
    isMember: (memberships ?? '').trim().split(/\s+/).includes(id),
    isInSession: session.includes(Number(id)),
  };
}

/** Blocks of `Key=value`, one for each unit; undefined when one of them is missing. */
export function parseUnits(text: string): ClientFacts['units'] {
  const blocks = text.split(/\n\s*\n/).map((block) => {
    const valueOf = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(block)?.[1] ?? '';
    const facts = { load: valueOf('LoadState'), active: valueOf('ActiveState'), file: valueOf('UnitFileState') };
    return [valueOf('Id'), facts] as const;
  });
  const byName = new Map(blocks);
  if (clientUnits.some((name) => !byName.has(name))) return undefined;
  return Object.fromEntries(byName) as Record<ClientUnit, UnitFacts>;
}

/** Undefined for a user without an entry. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

function selinuxMode(): ClientFacts['selinux'] {
  const enforce = textOf('/sys/fs/selinux/enforce')?.trim();
  if (enforce === undefined) return 'disabled';
  return enforce === '1' ? 'enforcing' : 'permissive';
}

/** Undefined when the program cannot be run, or fails. */
function outputOf(program: string, args: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { encoding: 'utf8', timeout: timeoutMs, signal }, (error, stdout) => {
      if (signal.aborted) reject(signal.reason as Error);
      else resolve(error === null ? stdout : undefined);
    });
  });
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
