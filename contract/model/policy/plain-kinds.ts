// SPDX-License-Identifier: Apache-2.0
/**
 * The kinds of plain domains that the installed policy has (policy/selinux/bulkhead-plain.cil): what most containers
 * choose costs no compilation. docs/adr/0109-give-out-plain-domains-like-categories.md says how many there are, and why.
 */

import type { ServedPortNumber } from '../containers/container.ts';
import type { Choice } from './choices.ts';

export interface PlainKind {
  /** How many domains of this kind there are. */
  readonly count: number;
  /** What its domains may do beyond every container. */
  readonly allow: readonly Choice[];
  /** The ports that they listen on, which all have one type in every policy; undefined for none. */
  readonly serves: { readonly type: string; readonly ports: readonly ServedPortNumber[] } | undefined;
}

/** What is chosen for a domain of its own, as far as a plain domain can have it. */
export interface PlainChoice {
  readonly ports: readonly ServedPortNumber[];
  readonly allow: readonly Choice[];
}

const webPorts = [
  { protocol: 'tcp', port: 80 },
  { protocol: 'tcp', port: 443 },
] as const;

/** The widest last. */
const kinds: readonly PlainKind[] = [
  { count: 6, allow: [], serves: undefined },
  { count: 10, allow: ['connect-web'], serves: undefined },
  { count: 8, allow: ['connect-web'], serves: { type: 'http_port_t', ports: webPorts } },
];

/** Their numbers go from 1 on, kind by kind. */
export const plainDomainCount = kinds.reduce((sum, { count }) => sum + count, 0);

/** Gives the kind of a plain domain; throws for a number that none has. */
export function kindOfPlain(number: number): PlainKind {
  let last = 0;
  for (const kind of kinds) {
    last += kind.count;
    if (number >= 1 && number <= last) return kind;
  }
  throw new Error(`there is no plain domain ${number}`);
}

/** Says whether a plain domain has nothing that was not chosen. */
export function isWithinChoice(number: number, { ports, allow }: PlainChoice): boolean {
  const kind = kindOfPlain(number);
  return (
    kind.allow.every((choice) => allow.includes(choice)) &&
    (kind.serves === undefined || kind.serves.ports.some((port) => ports.some((chosen) => isSame(port, chosen))))
  );
}

/** The numbers of the plain domains that have nothing beyond what was chosen, kind by kind, the widest first. */
export function plainDomainsFor(chosen: PlainChoice): readonly (readonly number[])[] {
  const all = Array.from({ length: plainDomainCount }, (_, index) => index + 1);
  return kinds
    .map((kind) => all.filter((number) => kindOfPlain(number) === kind && isWithinChoice(number, chosen)))
    .toReversed();
}

/** Says whether a plain domain has all of what was chosen, so that a container with these choices needs no module. */
export function isPlainChoice({ ports, allow }: PlainChoice): boolean {
  return kinds.some(
    (kind) =>
      allow.every((choice) => kind.allow.includes(choice)) &&
      kind.allow.every((choice) => allow.includes(choice)) &&
      ports.every((port) => kind.serves?.ports.some((served) => isSame(port, served)) === true) &&
      (kind.serves === undefined || ports.length > 0),
  );
}

function isSame(one: ServedPortNumber, other: ServedPortNumber): boolean {
  return one.protocol === other.protocol && one.port === other.port;
}
