// SPDX-License-Identifier: Apache-2.0
/**
 * What one container has for itself: a pair of categories that is reserved in the whole cluster until the configuration
 * names it, and ids that no container of either engine on this host has.
 */

import { randomInt } from 'node:crypto';
import { fail } from '../../../../contract/errors.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { say } from '../../../../contract/text.ts';
import { boundLines } from '../../../cgroup/cgroup-bounds.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import { releasePair, reservePair } from '../../../incus/reserved-pairs.ts';
import { formatConfiguration } from '../../../lxc/configuration-file.ts';
import { deniedNamespaceCalls, namespaceGuardLines } from '../../../lxc/network/namespace-guard.ts';
import { idsPerContainer } from '../../../lxc/id-ranges.ts';
import { choosePair, levelOf, type TakenPairs } from '../../../selinux/category-pairs.ts';
import { withPairs } from '../../../selinux/taken-pairs.ts';
import { domainType, fileTypeOf } from '../../../selinux/types.ts';
import type { IncusContainers } from './incus-containers.ts';

export interface IdentityHost {
  readonly client: IncusClient;
  /** The pairs of categories that containers of both engines have. */
  readonly taken: () => TakenPairs;
  /** The first of 65,536 ids of the host that no container of either engine has; undefined where there are none. */
  readonly freeIds: () => number | undefined;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Others see its context and its ids from now on; gives the function that ends that. */
  readonly announce: IncusContainers['announce'];
}

export interface OwnIdentity {
  readonly context: SecurityContext;
  readonly idBase: number;
  /** Call it once the configuration names both, or nobody needs them. */
  release(): Promise<void>;
}

/** Fails with `container-failed` where no pair or no ids are left. */
export async function takeIdentity(
  name: string,
  { client, taken, freeIds, now, announce }: IdentityHost,
  signal: AbortSignal,
): Promise<OwnIdentity> {
  const pair = await reservePair(client, {
    now: now(),
    signal,
    choose: (reserved) => choosePair(withPairs(taken(), reserved), (n) => randomInt(n)),
  });
  if (pair === undefined) fail('container-failed', { name, reason: say('every pair of categories is taken') });
  const context: SecurityContext = { user: 'system_u', role: 'system_r', type: domainType, level: levelOf(pair) };
  const leave = (): Promise<void> => releasePair(client, pair).catch(() => undefined);
  try {
    // Nobody else has a turn between the choice of its ids and the announcement.
    if (taken().has(pair))
      fail('container-failed', { name, reason: say('its categories were taken meanwhile; try again') });
    const idBase =
      freeIds() ??
      fail('container-failed', {
        name,
        reason: say('no user ids are left for root in /etc/subuid; add a line such as root:100000:1000000000'),
      });
    const end = announce({
      name,
      context: formatSecurityContext(context),
      ids: { base: idBase, count: idsPerContainer },
    });
    return { context, idBase, release: () => leave().then(end) };
  } catch (error) {
    await leave();
    throw error;
  }
}

/**
 * Takes away what Incus mounts from the host: its files of debugging and tracing among them. /sys is writable otherwise, for
 * which networkd waits for an udev that is not there.
 */
const mounts = [
  { key: 'lxc.mount.entry', value: '' },
  { key: 'lxc.mount.entry', value: 'mqueue dev/mqueue mqueue rw,relatime,create=dir,optional 0 0' },
  { key: 'lxc.mount.auto', value: 'proc:mixed sys:mixed' },
];

/** The keys by which Incus starts a container in its own context, with ids of its own, and that mark it as Bulkhead's. */
export function confiningConfig({
  context,
  idBase,
}: Pick<OwnIdentity, 'context' | 'idBase'>): Readonly<Record<string, string>> {
  return {
    'raw.lxc': formatConfiguration([
      { key: 'lxc.selinux.context', value: formatSecurityContext(context) },
      ...mounts,
      ...boundLines(),
      ...namespaceGuardLines(),
    ]),
    'security.syscalls.deny': deniedNamespaceCalls,
    'security.idmap.isolated': 'true',
    'security.idmap.base': String(idBase),
    'security.idmap.size': String(idsPerContainer),
    'security.guestapi': 'false',
    'user.bulkhead.version': '1',
  };
}

/** Options that give all files of a volume the label for this context. */
export function mountOptionsOf(context: SecurityContext): string {
  const label = formatSecurityContext({ ...context, role: 'object_r', type: fileTypeOf(context.type) });
  return `discard,context="${label}"`;
}
