// SPDX-License-Identifier: Apache-2.0
/** The addresses of a container, read from its network namespace through /proc, so that no program has to enter it. */

import { textOf } from '../../system/files/text-of.ts';

const { compare: compareAddresses } = new Intl.Collator('en', { numeric: true });

/**
 * IPv4 addresses from `fib_trie` (a local address of the main table is written as `/32 host LOCAL`), then global IPv6
 * addresses from `if_inet6`. Loopback is left out. The order depends on the addresses alone, so that the first one stays
 * the first.
 */
export function readAddresses(pid: number): readonly string[] {
  return [...ipv4Of(textOf(`/proc/${pid}/net/fib_trie`) ?? ''), ...ipv6Of(textOf(`/proc/${pid}/net/if_inet6`) ?? '')];
}

export function ipv4Of(trie: string): readonly string[] {
  const found = [...trie.matchAll(/\|-- (\d+\.\d+\.\d+\.\d+)\n\s+\/32 host LOCAL/g)].map(([, address = '']) => address);
  return [...new Set(found)].filter((address) => !address.startsWith('127.')).sort(compareAddresses);
}

/** The kernel's flag of an address that privacy extensions replace after a while. */
const temporaryFlag = 0x01;

/** Gives the addresses that last before the temporary ones. */
export function ipv6Of(table: string): readonly string[] {
  return table
    .split('\n')
    .flatMap((line) => {
      const [address = '', , , scope, flags = ''] = line.split(/ +/);
      // Scope 00 is global; 20 is link-local, 10 the host's own.
      if (address.length !== 32 || scope !== '00') return [];
      return [{ address: shortForm(address), isTemporary: (Number.parseInt(flags, 16) & temporaryFlag) !== 0 }];
    })
    .sort(
      (left, right) =>
        Number(left.isTemporary) - Number(right.isTemporary) || compareAddresses(left.address, right.address),
    )
    .map(({ address }) => address);
}

function shortForm(address: string): string {
  const groups = [...address.matchAll(/.{4}/g)].map(([group]) => group.replace(/^0{1,3}/, ''));
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::');
}
