// SPDX-License-Identifier: Apache-2.0
/**
 * The files by which dnsmasq, the DHCP server of a bridge, learns what is chosen for containers: their addresses, DNS
 * servers and search domains. They are always written as a whole, and hold what the contract's schemas have let through.
 */

import { join } from 'node:path';
import type { NetworkSettings } from '../../../../contract/model/containers/settings.ts';

export interface Reservation extends NetworkSettings {
  /** Names the container, as the server does, since it takes no name from a client. */
  readonly name: string;
  /** The address is written as `10:66:6a:01:02:03`. */
  readonly hardwareAddress: string;
  /** Hardware addresses that no container has any more, and that still have a lease of its address: it takes over. */
  readonly former: readonly string[];
}

export interface DhcpFiles {
  /** Names the other two; the server reads it when it starts. */
  readonly configuration: string;
  /** These are read again when it gets SIGHUP. */
  readonly hosts: string;
  readonly options: string;
}

/** `folder`: one that the server's own user can read. */
export function dhcpFiles(folder: string, bridge: string): DhcpFiles {
  const file = (kind: string): string => join(folder, `${bridge}.${kind}`);
  return { configuration: file('conf'), hosts: file('hosts'), options: file('options') };
}

/**
 * By which a server gives one lease to one hardware address, whatever the client says that it is, and takes no name from
 * a client: a container's root could have all addresses, and the name of another container.
 */
const clientRules = ['dhcp-ignore-clid', 'dhcp-ignore-names'] as const;

export function formatConfigurationFile({ hosts, options }: DhcpFiles, lines: readonly string[]): string {
  return [
    '# Written by Bulkhead, as a whole.',
    ...clientRules,
    ...lines,
    `dhcp-hostsfile=${hosts}`,
    `dhcp-optsfile=${options}`,
    '',
  ].join('\n');
}

/** Names of containers that are names of hosts too (RFC 1123), and not an address, a number or a tag to dnsmasq. */
const hostName = /^(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

export function formatHosts(reservations: readonly Reservation[]): string {
  return reservations
    .map(({ name, hardwareAddress, former, address }) => {
      const words = [
        hardwareAddress,
        ...former,
        `set:${tagOf(hardwareAddress)}`,
        ...(address === null ? [] : [address]),
        ...(hostName.test(name) ? [name] : []),
      ];
      return `${words.join(',')}\n`;
    })
    .join('');
}

/** Search domains are given twice: older clients know one domain only. */
export function formatOptions(reservations: readonly Reservation[]): string {
  return reservations
    .flatMap(({ hardwareAddress, nameservers, searchDomains }) => {
      const option = (name: string, values: readonly string[]): readonly string[] =>
        values.length === 0 ? [] : [`tag:${tagOf(hardwareAddress)},option:${name},${values.join(',')}\n`];
      return [
        ...option('dns-server', nameservers),
        ...option('domain-name', searchDomains.slice(0, 1)),
        ...option('domain-search', searchDomains),
      ];
    })
    .join('');
}

/** A word of dnsmasq's own, by which options are given to one client. */
function tagOf(hardwareAddress: string): string {
  return `bh${hardwareAddress.replaceAll(':', '')}`;
}
