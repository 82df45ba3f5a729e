// SPDX-License-Identifier: Apache-2.0
/** Serves a creation, which stands above the containers. */

import { fail } from '../../../../contract/errors.ts';
import { say } from '../../../../contract/text.ts';
import { allConfigurations, containerNames } from '../../../lxc/all-configurations.ts';
import type { Claims } from '../../../lxc/claims.ts';
import { idMappingsOf } from '../../../lxc/id-ranges.ts';
import type { Configurations } from '../configurations.ts';
import type { ContainersHost } from '../containers-host.ts';
import type { ContainerMaking } from '../ports/making.ts';
import type { ContainerRemoval } from '../remove-container.ts';
import type { ContainerStart } from '../start-container.ts';

export interface MakingHost extends Pick<ContainersHost, 'places' | 'incus'> {
  readonly claims: Pick<Claims, 'claim' | 'of'>;
  readonly configurations: Pick<Configurations, 'bringProgram'>;
  readonly starts: Pick<ContainerStart, 'launch' | 'verify'>;
  readonly removals: Pick<ContainerRemoval, 'undo'>;
  readonly read: ContainerMaking['read'];
}

export function createMaking({ places, incus, claims, ...host }: MakingHost): ContainerMaking {
  return {
    claimNew(name) {
      // One that has the name already stays visible: the lock, which comes after this, hides what is under creation.
      if (containerNames(places.lxc).includes(name) && claims.of(name) === undefined)
        fail('container-exists', { name });
      return claims.claim(name, { reason: say('it is being created'), isHidden: true });
    },
    async checkNew(name, signal) {
      await incus.settled(signal);
      if (incus.has(name)) fail('container-exists', { name });
    },
    takenIds: () => [
      ...allConfigurations(places.lxc).flatMap((lines) => idMappingsOf(lines).map((one) => one.host)),
      ...incus.ownIds(),
    ],
    bringProgram: host.configurations.bringProgram,
    launch: host.starts.launch,
    verify: host.starts.verify,
    undo: host.removals.undo,
    read: host.read,
  };
}
