// SPDX-License-Identifier: Apache-2.0
/** A container in use that a drill tries, of either engine: where its files are, and what the evidence is compared with. */

import { fail } from '../../../../contract/errors.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { say } from '../../../../contract/text.ts';
import { nameOf } from '../../../incus/incus-instances.ts';
import { bridgeOf, rootOf, seccompProfileOf } from '../../../incus/instance-places.ts';
import type { HostPlaces } from '../../../lxc/places.ts';
import { payloadCgroup } from '../../../lxc/runtime.ts';
import type { AttachTarget, Containers } from '../../containers/ports/containers.ts';
import type { Guest, Guests } from './guests.ts';
import { type DeniedCalls, deniedCallsIn, deniedCallsOf } from '../judge/seccomp-profile.ts';
import { withTree } from './stage.ts';

export interface TriedContainer extends Pick<
  Guest,
  'name' | 'level' | 'cgroup' | 'idBase' | 'rootfs' | 'bridge' | 'hardwareAddress'
> {
  /** The system calls that its seccomp profile denies. */
  readonly deniedCalls: DeniedCalls;
  /** Calls with the folder that its init has as root, without what the container mounts itself. */
  readonly withRoot: <T>(use: (folder: number) => T) => Promise<T>;
}

export interface TriedContainersHost {
  readonly containers: { readonly instances: Pick<Containers['instances'], 'own'> } & Pick<
    Containers,
    'require' | 'openRoot' | 'ofEngine'
  >;
  readonly guests: Pick<Guests, 'describe'>;
  readonly places: Pick<HostPlaces, 'cgroup'>;
}

/** `target` is where its consoles end up. */
export async function describeTried(
  { name, context }: AttachTarget,
  { containers, guests, places }: TriedContainersHost,
  signal: AbortSignal,
): Promise<TriedContainer> {
  const describe = containers.ofEngine(name, {
    lxc: () => describeLayer(name, guests),
    incus: () => describeInstance({ name, context }, { containers, places }, signal),
  });
  return describe();
}

async function describeLayer(name: string, guests: TriedContainersHost['guests']): Promise<TriedContainer> {
  const own = await guests.describe(name);
  return {
    ...own,
    deniedCalls: deniedCallsOf(own.lines),
    withRoot: async (use) => withTree(own, use),
  };
}

async function describeInstance(
  { name, context }: Pick<AttachTarget, 'name' | 'context'>,
  { containers, places }: Pick<TriedContainersHost, 'containers' | 'places'>,
  signal: AbortSignal,
): Promise<TriedContainer> {
  const { userNamespaceBase } = await containers.require(name, { can: 'isolation-test', isManaged: true });
  const instance = containers.instances.own(name);
  const level = parseSecurityContext(context)?.level;
  const root = rootOf(instance);
  if (userNamespaceBase === null || level === undefined || root === undefined)
    fail('container-failed', { name, reason: say('its configuration names no context, no ids or no root') });
  return {
    name,
    level,
    idBase: userNamespaceBase,
    rootfs: root.path,
    cgroup: payloadCgroup(places.cgroup, nameOf(instance)),
    bridge: bridgeOf(instance),
    // No attempt from one is about the addresses that its bridge gives.
    hardwareAddress: undefined,
    deniedCalls: deniedCallsIn(seccompProfileOf(instance)),
    async withRoot(use) {
      const { folder, close } = await containers.openRoot(name, signal);
      try {
        return use(folder);
      } finally {
        close();
      }
    },
  };
}
