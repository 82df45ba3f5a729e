// SPDX-License-Identifier: Apache-2.0
/**
 * What the host keeps open and reads during attempts, so that the host itself sees an attempt that reaches it. The code
 * that begins a watch ends it, whatever the outcome of the attempts.
 */

import type { HostDisk } from '../../../../contract/model/host/disk.ts';
import { watchBridge } from './bridge-watch.ts';
import { leaveCanary } from './canary.ts';
import { watchConnections } from './connection-watch.ts';
import { watchDisk } from './disk-watch.ts';
import { type GivenLeases, watchLeases } from './lease-watch.ts';
import { watchNeighbours } from './neighbour-watch.ts';
import type { Attemptable } from '../probes/probe.ts';
import { watchVsock } from './vsock-watch.ts';
import { type HostWatch, unseenBy, type Watched } from './watched.ts';

type WatchKind = NonNullable<Attemptable['watch']>;

export interface Watchable {
  readonly attacker: {
    readonly rootfs: string;
    /** The host's bridge that it is on; undefined without a network. */
    readonly bridge: string | undefined;
    /** Its network device has it, as `10:66:6a:01:02:03`. */
    readonly hardwareAddress: string | undefined;
  };
  readonly otherContainer: { readonly name: string };
  readonly hostPort: number;
  /** Space on the disk that holds the layers of containers. */
  readonly disk: () => Pick<HostDisk, 'freeBytes' | 'reserveBytes'>;
  readonly leases: GivenLeases;
}

/**
 * Begins the watches of these attempts. A program that is started in the same turn of the event loop is the one that
 * the canary is left to.
 */
export function beginWatches(
  probes: readonly Attemptable[],
  watchable: Watchable,
): {
  /** Looks for an attempt that waits for it. */
  look(probe: string): void;
  end(): ReadonlyMap<string, Watched>;
} {
  const begun = new Map<string, HostWatch>();
  for (const { id, watch } of probes) if (watch !== undefined) begun.set(id, beginOrTell(watch, watchable));
  return {
    look: (probe) => begun.get(probe)?.look?.(),
    end: () => new Map([...begun].map(([id, watch]) => [id, watch.end()] as const)),
  };
}

/** A host that cannot watch reports why, and the attempts are still made. */
function beginOrTell(kind: WatchKind, watchable: Watchable): HostWatch {
  try {
    return beginWatch(kind, watchable);
  } catch (error) {
    return { end: () => unseenBy(error) };
  }
}

function beginWatch(kind: WatchKind, watchable: Watchable): HostWatch {
  const { attacker, otherContainer, hostPort, disk, leases } = watchable;
  switch (kind) {
    case 'disk':
      return watchDisk(attacker.rootfs, disk);
    case 'bridge':
      return watchBridge(attacker.bridge, hostPort);
    case 'vsock':
      return watchVsock(hostPort);
    case 'descriptors':
      return leaveCanary();
    case 'neighbours':
      return watchNeighbours(attacker.bridge);
    case 'connections':
      return watchConnections();
    case 'leases':
      return watchLeases({ ...attacker, otherName: otherContainer.name, leases });
  }
}
