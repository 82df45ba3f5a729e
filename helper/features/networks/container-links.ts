// SPDX-License-Identifier: Apache-2.0
/** Links containers, and ends their links. */

import { fail } from '../../../contract/errors.ts';
import { linksOf } from '../../../contract/rules/linked-pairs.ts';
import { say } from '../../../contract/text.ts';
import { exclusivelyAll } from '../../lxc/exclusively-all.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { readNetworkRecords } from './network-records.ts';
import type { Networks } from './ports.ts';
import type { NetworkSettling } from './settle-networks.ts';

export type ContainerLinks = Pick<Networks, 'link' | 'unlink'>;

export interface ContainerLinksOptions {
  readonly places: HostPlaces;
  readonly containers: Pick<Containers, 'choose' | 'described' | 'exclusively' | 'require'>;
  readonly settling: NetworkSettling;
}

/** Each of the two names the other: half a link, as a crash may leave one, is none. */
export function createContainerLinks({ places, containers, settling }: ContainerLinksOptions): ContainerLinks {
  const managed = { can: 'links', isManaged: true } as const;
  const reason = say('its links are being changed');

  function choose(name: string, other: string, isLinked: boolean): void {
    const rest = containers.described(name).links.filter((one) => one !== other);
    containers.choose(name, { links: isLinked ? [...rest, other].sort() : rest });
  }

  async function change(names: readonly [string, string], isLinked: boolean): Promise<void> {
    const [one, other] = names;
    try {
      choose(one, other, isLinked);
      choose(other, one, isLinked);
      await settling.settle();
    } catch (error) {
      choose(one, other, !isLinked);
      choose(other, one, !isLinked);
      throw error;
    }
  }

  return {
    link: (name, other) =>
      exclusivelyAll(containers, { names: [name, other], reason }, async () => {
        for (const one of [name, other]) {
          const { network } = await containers.require(one, managed);
          if (network?.kind !== 'nat')
            fail('link-not-allowed', {
              name,
              other,
              reason: say(
                "{one} is not on LXC's bridge; those on another bridge reach each other as its administrator lets them",
                { one },
              ),
            });
        }
        await change([name, other], true);
        return containers.require(name, managed);
      }),
    async unlink(name, other) {
      await containers.require(name, managed);
      if (!linksOf(name, readNetworkRecords(places)).includes(other)) fail('link-not-found', { name, other });
      return exclusivelyAll(containers, { names: [name, other], reason }, async () => {
        await change([name, other], false);
        return containers.require(name, managed);
      });
    },
  };
}
