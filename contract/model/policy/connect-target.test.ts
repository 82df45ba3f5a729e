// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { readConnectTargets } from './connect-target.ts';
import { describeConnectType, maxConnectTypes } from './port-type.ts';

it('reads types and TCP ports, and counts once what is named twice', () => {
  expect(readConnectTargets(['postgresql_port_t', '5432', '25/tcp', '25', 'postgresql_port_t'])).toEqual({
    connectTypes: ['postgresql_port_t'],
    connectPorts: [
      { protocol: 'tcp', port: 5432 },
      { protocol: 'tcp', port: 25 },
    ],
  });
  expect(readConnectTargets([])).toEqual({ connectTypes: [], connectPorts: [] });
});

it.each([['53/udp'], ['0'], ['65536'], ['5432x'], ['a port'], ['(self)'], [''], ['a..b_t'], ['x'.repeat(64)]])(
  'reads nothing of %j, which is neither',
  (word) => expect(readConnectTargets(['smtp_port_t', word])).toBeUndefined(),
);

it('takes no more types than the contract does', () => {
  const types = Array.from({ length: maxConnectTypes + 1 }, (_, index) => `a${index}_port_t`);
  expect([readConnectTargets(types.slice(1))?.connectTypes.length, readConnectTargets(types)]).toEqual([
    maxConnectTypes,
    undefined,
  ]);
});

it('says which ports a type opens: those of TCP', () => {
  const udp = { protocol: 'udp', low: 53, high: 53 };
  const tcp = (low: number, high = low) => ({ protocol: 'tcp', low, high });
  const opens = (ports: readonly (typeof udp)[]): string => describeConnectType({ name: 'a_t', ports: [...ports] });
  expect(opens([udp, tcp(25), tcp(6000, 6020)])).toContain('of any other machine: 25, 6000 to 6020.');
  expect(opens([tcp(1), tcp(2), tcp(3), tcp(4), tcp(5), tcp(6)])).toContain(': 1, 2, 3, 4 and 2 more.');
  expect(opens([udp])).toContain('opens nothing now');
});
