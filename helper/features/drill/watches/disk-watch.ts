// SPDX-License-Identifier: Apache-2.0
/** Watches the attacker's layer and the host's disk: the free space in both when the layer was full. */

import type { HostDisk } from '../../../../contract/model/host/disk.ts';
import { readDisk } from '../../../system/files/read-disk.ts';
import { formatSize } from '../../../system/files/format-size.ts';
import type { HostWatch, Watched } from './watched.ts';

/** Space of the host's disk above its reserve. */
export type DiskRoom = Pick<HostDisk, 'freeBytes' | 'reserveBytes'>;

/** Both are read at one moment. */
export interface DiskMoment {
  readonly layer: { readonly bytes: number; readonly free: number };
  readonly host: DiskRoom;
}

/** What is left of a full layer: less than its file system gives out at a time. */
const remainderBytes = 2 ** 20;

/** Looks before the attempt and while it waits. `rootfs` shows the limits of the layer, as it does inside. */
export function watchDisk(rootfs: string, host: () => DiskRoom): HostWatch {
  const measure = (): DiskMoment => {
    const { size, free } = readDisk(rootfs);
    return { layer: { bytes: size.bytes, free: free.bytes }, host: host() };
  };
  const moments = [measure()];
  return {
    look() {
      // A look that fails is no evidence: the container may be ending.
      try {
        moments.push(measure());
      } catch {}
    },
    end: () => diskSeen(moments),
  };
}

/** The first moment is that before the attempt. */
export function diskSeen([before, ...later]: readonly DiskMoment[]): Watched {
  const isTight = ({ freeBytes, reserveBytes }: DiskRoom): boolean => freeBytes < reserveBytes;
  const full = later.filter(({ layer }) => layer.free < remainderBytes);
  const lowest = later.toSorted((one, other) => one.host.freeBytes - other.host.freeBytes)[0];
  const last = full.toSorted((one, other) => one.host.freeBytes - other.host.freeBytes)[0];
  if (before !== undefined && lowest !== undefined && !isTight(before.host) && isTight(lowest.host))
    return { sight: { isDone: true, words: `the host sees its reserve taken: ${describeRoom(lowest.host)}` } };
  if (last === undefined) return {};
  return {
    sight: { isDone: false, words: `the host sees that the rest of its disk was left: ${describeRoom(last.host)}` },
    fullLayer: `its layer ended at ${formatSize(last.layer.bytes)}, and was seen full`,
  };
}

function describeRoom({ freeBytes, reserveBytes }: DiskRoom): string {
  return `${formatSize(freeBytes)} free, of which ${formatSize(reserveBytes)} are its reserve`;
}
