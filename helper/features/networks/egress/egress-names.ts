// SPDX-License-Identifier: Apache-2.0
/**
 * The sets of nftables that belong to a name, and the lines by which dnsmasq fills them. Sets are of a name and not of a
 * container: what the resolver of a network answered to one is open to all that list the name, and to no other.
 */

import { createHash } from 'node:crypto';

export const egressTable = 'bulkhead_egress';

/**
 * The longest time that an answer may be kept by the resolver or by a client, in seconds. A question that the resolver
 * answers from its memory fills no set, so an address has to stay open for as long as it may be remembered.
 */
export const maxAnswerSeconds = 300;

/** What a resolver answers goes into both: each is emptied in turn, so that an answer stays in one of them. */
export const answerSets = ['a', 'b'] as const;

export type AddressFamily = '4' | '6';
export const families: readonly AddressFamily[] = ['4', '6'];

/** `kind`: one of the sets of answers, or `u` for addresses that connections use. */
export function setOfName(kind: (typeof answerSets)[number] | 'u', family: AddressFamily, name: string): string {
  return `${kind}${family}_${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/**
 * Writes the lines of a network's dnsmasq for the names that its containers list. dnsmasq takes the longest name that
 * fits a question alone, so a name fills the sets of those above it too.
 */
export function resolverLines(names: readonly string[]): readonly string[] {
  const all = [...new Set(names)].sort();
  return [
    // Addresses stay open for at least as long as an answer is remembered.
    `max-ttl=${maxAnswerSeconds}`,
    `max-cache-ttl=${maxAnswerSeconds}`,
    ...all.map((name) => {
      const above = all.filter((other) => name === other || name.endsWith(`.${other}`));
      const sets = families.flatMap((family) =>
        above.flatMap((one) =>
          answerSets.map((kind) => `${family}#inet#${egressTable}#${setOfName(kind, family, one)}`),
        ),
      );
      return `nftset=/${name}/${sets.join(',')}`;
    }),
  ];
}
