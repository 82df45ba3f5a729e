// SPDX-License-Identifier: Apache-2.0
/** What a DHCP server has given, from the file in which dnsmasq keeps its leases. */

import { textOf } from '../../../system/files/text-of.ts';

export interface GivenLease {
  readonly hardwareAddress: string;
  readonly address: string;
  /** The server's DNS knows it by this name; left out where it has none. */
  readonly name?: string;
}

/** `now`: seconds since the epoch; leases that have ended are left out. Empty where there is no file. */
export function readGivenLeases(path: string, now: number): readonly GivenLease[] {
  return (textOf(path) ?? '').split('\n').flatMap((line) => {
    const [, ends, hardwareAddress = '', address = '', name = ''] =
      /^(\d+) ([0-9a-f]{2}(?::[0-9a-f]{2}){5}) (\d+\.\d+\.\d+\.\d+) (\S*)/i.exec(line) ?? [];
    // 0 is a lease that does not end.
    if (ends === undefined || (ends !== '0' && Number(ends) < now)) return [];
    return [{ hardwareAddress: hardwareAddress.toLowerCase(), address, ...(isName(name) && { name }) }];
  });
}

/** The server writes a star where it knows none. */
function isName(name: string): boolean {
  return name !== '' && name !== '*';
}
