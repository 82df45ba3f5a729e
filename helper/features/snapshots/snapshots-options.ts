// SPDX-License-Identifier: Apache-2.0
/** What the snapshots of containers of LXC depend on. */

import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Layers } from '../containers/ports/layers.ts';

export interface SnapshotsOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: Pick<Containers, 'claim' | 'exclusively' | 'require' | 'described' | 'mount'>;
  readonly layers: Pick<Layers, 'mount'>;
  /** What is free on the disk of the layers, and what the host keeps of it. */
  readonly disk: () => HostDisk;
  /** Seconds since the epoch. */
  readonly now: () => number;
}
