// SPDX-License-Identifier: Apache-2.0
/** What a creation depends on: the ports of the features below it, and the host. */

import type { IoDisk } from '../../cgroup/io-limits.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { OwnDomains } from '../containers/ports/domains.ts';
import type { Layers } from '../containers/ports/layers.ts';
import type { ContainerMaking } from '../containers/ports/making.ts';
import type { NetworkReservations } from '../containers/ports/networks.ts';
import type { NewPublications } from '../networks/ports.ts';
import type { FilesOfOthers } from '../snapshots/ports.ts';
import type { NewVolumes } from '../volumes/ports.ts';

export interface CreationHost {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: Pick<Containers, 'freePlainDomain' | 'takenPairs'>;
  readonly making: ContainerMaking;
  /** Gives the root folder of an image; fails with `image-not-found`. */
  readonly imageRoot: (image: string) => Promise<string>;
  /** Reads the text of subuid(5). */
  readonly readSubids: () => string;
  /** The disk that layers lie on; undefined where it cannot be limited. */
  readonly ioDisk: () => IoDisk | undefined;
  readonly ownDomains: Pick<OwnDomains, 'connectTypes' | 'write' | 'make' | 'has'>;
  readonly layers: Layers;
  readonly filesOfOthers: FilesOfOthers;
  readonly newVolumes: NewVolumes;
  readonly newPublications: NewPublications;
  readonly reservations: NetworkReservations;
  /** Lets it learn for so many seconds from now on; its own domain is permissive already. */
  readonly beginLearning: (name: string, seconds: number) => Promise<void>;
}
