// SPDX-License-Identifier: Apache-2.0
/** What the containers depend on: their places, the journal, and what is made before them. */

import type { IoDisk } from '../../cgroup/io-limits.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { EmitEvents } from '../events.ts';
import type { IncusContainers } from './incus/incus-containers.ts';
import type { OwnDomains } from './ports/domains.ts';
import type { Layers } from './ports/layers.ts';
import type { JudgeAddress, NetworkReservations } from './ports/networks.ts';
import type { Verdicts } from './ports/verdicts.ts';
import type { VolumesOfContainer } from './ports/volumes.ts';

export interface ContainersHost {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  /** Gives the kinds of work that were under way with a container and are not recovered yet; left out where none were. */
  readonly kindsUnderWay?: (name: string) => readonly string[];
  /** Another engine runs these containers beside LXC's tools. */
  readonly incus: IncusContainers;
  /** A checksum of the base modules that are loaded; undefined where they are not known. */
  readonly policyVersion: (signal: AbortSignal) => Promise<string | undefined>;
  /** Gives the root folder of an image; fails with `image-not-found`. */
  readonly imageRoot: (image: string) => Promise<string>;
  /** Reads the text of subuid(5). */
  readonly readSubids: () => string;
  readonly ownDomains: OwnDomains;
  readonly volumes: VolumesOfContainer;
  readonly reservations: NetworkReservations;
  /** Judges for one list: what it reads of the host it reads once. */
  readonly judgeAddresses?: () => JudgeAddress;
  /** Left out where nobody judges: then no container is called isolated. */
  readonly verdicts?: Verdicts;
  readonly layers: Layers;
  readonly events: EmitEvents;
  /** The disk that layers lie on; undefined where it cannot be limited. */
  readonly ioDisk: () => IoDisk | undefined;
}
