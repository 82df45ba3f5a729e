// SPDX-License-Identifier: Apache-2.0
/** The types of ports that the policy of the fake host has, and what it makes of those that a person names. */

import { fail } from '../../../../contract/errors.ts';
import type { ConnectTargets } from '../../../../contract/model/policy/connect-target.ts';
import type { PortType } from '../../../../contract/model/policy/port-type.ts';

const tcp = (...ranges: readonly (number | readonly [low: number, high: number])[]): PortType['ports'] =>
  ranges.map((range) => {
    const [low, high] = typeof range === 'number' ? [range, range] : range;
    return { protocol: 'tcp', low, high };
  });

export const fakePortTypes: readonly PortType[] = [
  { name: 'dns_port_t', ports: [...tcp(53), { protocol: 'udp', low: 53, high: 53 }] },
  { name: 'http_cache_port_t', ports: tcp(3128, 8080, [8118, 8118], [10001, 10010]) },
  { name: 'http_port_t', ports: tcp(80, 443, 488, 8008, 8009, 8443) },
  { name: 'mysqld_port_t', ports: tcp(1186, 3306, [63132, 63164]) },
  { name: 'ntp_port_t', ports: [{ protocol: 'udp', low: 123, high: 123 }] },
  { name: 'postgresql_port_t', ports: tcp(5432) },
  { name: 'redis_port_t', ports: tcp(6379) },
  { name: 'smtp_port_t', ports: tcp(25, 465, 587) },
  { name: 'ssh_port_t', ports: tcp(22) },
  { name: 'unreserved_port_t', ports: tcp([1024, 32767], [61001, 65535]) },
];

/** Resolves the ports and types as the helper does, with the same failure. */
export function fakeConnectTypes({ connectTypes, connectPorts }: ConnectTargets): string[] {
  const unknown = connectTypes.find((type) => !fakePortTypes.some(({ name }) => name === type));
  if (unknown !== undefined)
    fail('policy-rejected', {
      problems: [
        {
          line: null,
          problem: `no port type named ${unknown} in the loaded policy; semanage port -l lists those that there are`,
        },
      ],
    });
  const numbered = connectPorts.map(
    ({ port }) =>
      fakePortTypes.find(({ ports }) =>
        ports.some(({ protocol, low, high }) => protocol === 'tcp' && low <= port && port <= high),
      )?.name ?? 'reserved_port_t',
  );
  return [...new Set([...connectTypes, ...numbered])];
}
