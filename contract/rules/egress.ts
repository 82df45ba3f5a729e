// SPDX-License-Identifier: Apache-2.0
/**
 * What a container may reach: everything, nothing, or what the entries of a list name. An entry is written as
 * `example.org:443`, `10.1.0.0/16:5432`, `[2001:db8::1]:853/tcp`, `192.0.2.7:5000-5010/udp` or `192.0.2.8/icmp`.
 */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import { t } from '../text.ts';
import { formatIpv4, readIpv4 } from './ipv4-net.ts';

export interface EgressEntry {
  /** A name stands for itself and for the names below it; a net is an address, or one with the length of its prefix. */
  readonly target: { readonly kind: 'name' | 'ipv4' | 'ipv6'; readonly value: string };
  /** Is null for every protocol. */
  readonly protocol: 'tcp' | 'udp' | 'icmp' | null;
  /** Is null for every port. */
  readonly ports: { readonly first: number; readonly last: number } | null;
}

/** The only word of a list by which a container reaches nothing; an empty list lets it reach everything. */
export const noEgress = 'none';

const maxEgressEntries = 64;

const nameParts = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const tailParts = /^(?<rest>.+?)(?::(?<first>\d{1,5})(?:-(?<last>\d{1,5}))?)?(?:\/(?<protocol>tcp|udp|icmp))?$/;

/** Undefined for what is no entry. */
export function readEgressEntry(text: string): EgressEntry | undefined {
  const isPlainIpv6 = /^[0-9a-f:]*:[0-9a-f.:]*(?:\/\d{1,3})?$/.test(text) && text.split(':').length > 2;
  const parts = (isPlainIpv6 ? /^(?<rest>.+)$/ : tailParts).exec(text)?.groups ?? {};
  const target = readTarget(parts['rest'] ?? '');
  const ports = readPorts(parts['first'], parts['last']);
  const protocol = (parts['protocol'] ?? null) as EgressEntry['protocol'];
  if (target === undefined || ports === undefined || (ports !== null && protocol === 'icmp')) return undefined;
  return { target, ports, protocol: ports === null ? protocol : (protocol ?? 'tcp') };
}

/** Reads those of a list that can be read; none of a list that lets nothing through. */
export function readEgress(list: readonly string[]): readonly EgressEntry[] {
  return list.flatMap((text) => readEgressEntry(text) ?? []);
}

/** Says whether a list has a name: the container has to ask the resolver of its network then. */
export function hasEgressNames(list: readonly string[]): boolean {
  return readEgress(list).some(({ target }) => target.kind === 'name');
}

export const egressSchema = makeOnce(() =>
  z
    .array(
      z
        .string()
        .max(300)
        .refine(
          (text) => text === noEgress || readEgressEntry(text) !== undefined,
          t(
            'must be none, or names, addresses or nets such as example.org:443, 10.1.0.0/16:5432 or [2001:db8::1]:53/udp',
          ),
        ),
    )
    .max(maxEgressEntries, t('must hold at most {max} entries', { max: maxEgressEntries }))
    .refine((all) => new Set(all).size === all.length, t('must not hold the same twice'))
    .refine((all) => !all.includes(noEgress) || all.length === 1, t('must hold nothing else beside none')),
);

function readTarget(text: string): EgressEntry['target'] | undefined {
  const value = /^\[(?<inner>[^\]]+)\]$/.exec(text)?.groups?.['inner'] ?? text;
  if (z.ipv6().safeParse(value).success || z.cidrv6().safeParse(value).success) return { kind: 'ipv6', value };
  if (value !== text) return undefined;
  if (z.ipv4().safeParse(value).success) return { kind: 'ipv4', value };
  if (z.cidrv4().safeParse(value).success) return isNet(value) ? { kind: 'ipv4', value } : undefined;
  return nameParts.test(value) ? { kind: 'name', value } : undefined;
}

/** Says whether an IPv4 net is written by its first address. */
function isNet(cidr: string): boolean {
  const [address = '', length = ''] = cidr.split('/');
  const value = readIpv4(address) ?? 0;
  const size = 2 ** (32 - Number(length));
  return formatIpv4(value - (value % size)) === address;
}

/** Undefined for what are no ports. */
function readPorts(from: string | undefined, to: string | undefined): EgressEntry['ports'] | undefined {
  if (from === undefined) return null;
  const [first, last] = [Number(from), Number(to ?? from)];
  return first >= 1 && first <= last && last <= 65_535 ? { first, last } : undefined;
}
