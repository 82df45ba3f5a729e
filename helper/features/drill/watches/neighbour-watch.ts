// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at the kernel's table of neighbours, which is one for all network namespaces, before the attacker fills it and
 * while it keeps what it has made. Then the host resolves an address again, as others would have to.
 */

import { freeAddress } from '../../../../contract/rules/ipv4-net.ts';
import { readBridgeAddress } from '../../../lxc/network/bridge-address.ts';
import { type NeighbourTable, readSharedTables } from '../../../lxc/network/tables/shared-tables.ts';
import { textOf } from '../../../system/files/text-of.ts';
import { makeNeighbour } from '../../../system/native/make-neighbour.ts';
import type { HostWatch, Watched } from './watched.ts';

/** What the host can do about an address that it has not resolved. */
type Resolution = 'made' | 'full' | 'unknown';

export interface NeighbourWatchOptions {
  readonly proc?: string;
  /** Says whether there is room for another entry. */
  readonly make?: (address: string) => boolean;
  readonly bridgeAddress?: (bridge: string) => string | undefined;
}

/** More than any container needs, and less than takes anything from others. */
const maxEntries = 1024;
/** Fewer are those of others on the host. */
const minEntries = 100;

export function watchNeighbours(bridge: string | undefined, options: NeighbourWatchOptions = {}): HostWatch {
  const { proc = '/proc', make = makeNeighbour, bridgeAddress = readBridgeAddress } = options;
  const read = (): NeighbourTable | undefined =>
    readSharedTables(proc).neighbours.find(({ family }) => family === 'ipv4');
  if (read() === undefined) return { end: () => ({ absent: 'the kernel has no table of neighbours' }) };
  const looks: NeighbourTable[] = [];
  let resolution: Resolution = 'unknown';

  function resolveAnother(): Resolution {
    const net = bridge === undefined ? undefined : bridgeAddress(bridge);
    const address = net === undefined ? null : freeAddress(net, addressesIn(textOf(`${proc}/net/arp`) ?? ''));
    if (address === null) return 'unknown';
    try {
      return make(address) ? 'made' : 'full';
    } catch {
      // The bridge may be down, which says nothing of the table.
      return 'unknown';
    }
  }

  return {
    look() {
      const table = read();
      if (table !== undefined) looks.push(table);
      if (looks.length > 1) resolution = resolveAnother();
    },
    end: () => neighboursSeen(looks, resolution),
  };
}

const resolutionWords: Readonly<Record<Resolution, readonly string[]>> = {
  made: ['the host resolves another address meanwhile'],
  full: ['the host can resolve no other address meanwhile'],
  unknown: [],
};

/** The first look is that before the attempt. */
export function neighboursSeen([before, after]: readonly NeighbourTable[], resolution: Resolution): Watched {
  if (before === undefined || after === undefined)
    return { unseen: 'it did not wait until the host had looked at its table of neighbours' };
  const came = after.entries - before.entries;
  const overflows = after.overflows - before.overflows;
  const isDone = came > maxEntries || overflows > 0 || resolution === 'full';
  if (!isDone && came < minEntries) return { unseen: `the host saw ${came} entries come to its table of neighbours` };
  const words = [
    `the host sees ${came} entries come to its table of neighbours, which holds ${after.entries} of ${after.maxEntries}`,
    ...(overflows > 0 ? [`it overflowed ${overflows} times`] : []),
    ...resolutionWords[resolution],
  ];
  return { sight: { isDone, words: words.join('; ') } };
}

/** Reads the neighbours that a file such as /proc/net/arp shows. */
function addressesIn(text: string): ReadonlySet<string> {
  return new Set(text.split('\n').map((line) => line.split(' ')[0] ?? ''));
}
