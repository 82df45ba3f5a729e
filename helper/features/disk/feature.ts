// SPDX-License-Identifier: Apache-2.0
/** The layers of containers on the host's disk: their limits, and what is left free. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { QuotaLayer } from '../../lxc/layer.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import type { Layers } from '../containers/ports/layers.ts';
import type { VolumeSpace } from '../volumes/ports.ts';
import { adoptLayers } from './adopt-layers.ts';
import { createDiskGrants } from './disk-grants.ts';
import { knownQuotaLayers } from './known-layers.ts';
import { backingOf, createLayers } from './layers.ts';
import type { LayerUsage } from './ports.ts';
import { type DiskSize, readReserve } from './reserve.ts';
import { startSettling } from './start-settling.ts';
import { createVolumeSpace } from './volume-space.ts';

export interface DiskFeature {
  readonly layers: Layers;
  readonly volumeSpace: VolumeSpace;
  usageOf(name: string): LayerUsage | undefined;
  read(): HostDisk;
  readonly recovery: {
    /** The step runs before any layer is mounted. */
    readonly 'disk-limits': RecoveryStep;
    readonly 'disk-settling': RecoveryStep;
  };
  /** Limits the layers of containers that were created before there were limits; `choose` writes what limits one. */
  adoptLayers(choose: (name: string, layer: QuotaLayer) => void): Promise<void>;
  close(): void;
}

export interface DiskFeatureOptions {
  readonly places: HostPlaces;
  readonly log: Log;
}

/** What containers leave free on the disk, where an administrator chose that. */
const configuration = '/etc/bulkhead/disk.conf';

export function createDiskFeature({ places, log }: DiskFeatureOptions): DiskFeature {
  const folder = join(places.state, 'containers');
  const closing = new AbortController();
  const reserveOf = (size: DiskSize): ReturnType<typeof readReserve> =>
    readReserve(configuration, size, (error) =>
      log('error', 'disk-configuration-not-read', { reason: messageOf(error) }),
    );
  const grants = createDiskGrants({ folder, reserveOf });
  const layers = createLayers({ folder, grants, reserveOf });

  function holdLayers(): void {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (backingOf(folder) === 'project-quota') grants.holdAll(knownQuotaLayers(places));
    } catch (error) {
      log('error', 'disk-limits-not-set', { reason: messageOf(error) });
    }
  }

  return {
    layers,
    volumeSpace: createVolumeSpace({ folder, grants, reserveOf }),
    usageOf: grants.usageOf,
    read: grants.read,
    recovery: {
      'disk-limits': async () => holdLayers(),
      'disk-settling': async () => startSettling(grants, log, closing.signal),
    },
    adoptLayers: (choose) =>
      adoptLayers(
        { places, folder, layers, choose },
        (name, error) => log('error', 'layer-not-limited', { container: name, reason: messageOf(error) }),
        closing.signal,
      ),
    close: () => closing.abort(),
  };
}
