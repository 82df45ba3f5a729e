// SPDX-License-Identifier: Apache-2.0
/** Reads what the DHCP server of the attacker's bridge has given it: one address, and no name of another container. */

import type { HostWatch, Watched } from './watched.ts';

interface Lease {
  readonly hardwareAddress: string;
  readonly address: string;
  readonly name?: string;
}

/** What the DHCP server of a bridge has given; undefined where the host has none there. */
export type GivenLeases = (bridge: string) => readonly Lease[] | undefined;

export interface LeaseWatchOptions {
  readonly bridge: string | undefined;
  readonly hardwareAddress: string | undefined;
  /** The container whose name the attacker asks for. */
  readonly otherName: string;
  readonly leases: GivenLeases;
}

export function watchLeases({ bridge, hardwareAddress, otherName, leases }: LeaseWatchOptions): HostWatch {
  const read = (): readonly Lease[] | undefined =>
    (bridge === undefined ? undefined : leases(bridge))?.filter((lease) => lease.hardwareAddress === hardwareAddress);
  const before = read();
  if (before === undefined) return { end: () => ({ absent: 'the host gives no addresses on its bridge' }) };
  let after: readonly Lease[] | undefined;
  return {
    look() {
      after = read();
    },
    end: () =>
      after === undefined
        ? { unseen: 'it did not wait until the host had looked at what it gave' }
        : leasesSeen(before, after, otherName),
  };
}

/** Both of the attacker's hardware address alone. One address is its own, also where it had none before. */
function leasesSeen(before: readonly Lease[], after: readonly Lease[], otherName: string): Watched {
  if (after.length === 0) return { unseen: 'the host has given it no address' };
  const isMore = after.length > Math.max(1, before.length);
  const isNamed = after.some(({ name }) => name === otherName);
  const count = after.length === 1 ? 'one address' : `${after.length} addresses`;
  const named = isNamed ? `and the name ${otherName}` : `and not the name ${otherName}`;
  return {
    sight: { isDone: isMore || isNamed, words: `the host has given its hardware address ${count}, ${named}` },
  };
}
