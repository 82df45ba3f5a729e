// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { readPolicy } from '../read-policy.ts';
import { portTypesOf, resolveConnectTargets as givenResolveConnectTargets } from './port-type.ts';

const resolveConnectTargets = (...args: Parameters<typeof givenResolveConnectTargets>) =>
  inEnglish(givenResolveConnectTargets(...args));

const policy = readPolicy(`
(type mail_port_t)
(type db_port_t)
(type empty_port_t)
(type etc_t)
(typealias sql_port_t)
(typealiasactual sql_port_t db_port_t)
(typeattribute port_type)
(typeattributeset port_type (mail_port_t db_port_t empty_port_t))
(portcon tcp 5432 (system_u object_r db_port_t ((s0) (s0))))
(portcon tcp (5000 6000) (system_u object_r mail_port_t ((s0) (s0))))
(portcon udp 25 (system_u object_r mail_port_t ((s0) (s0))))
`);
const tcp = (port: number) => ({ protocol: 'tcp' as const, port });
const resolve = (connectTypes: readonly string[], ...ports: readonly number[]) =>
  resolveConnectTargets(policy, { connectTypes, connectPorts: ports.map(tcp) });

it('lists the types of ports, with all ports of each', () => {
  expect(portTypesOf(policy)).toEqual([
    { name: 'db_port_t', ports: [{ protocol: 'tcp', low: 5432, high: 5432 }] },
    { name: 'empty_port_t', ports: [] },
    {
      name: 'mail_port_t',
      ports: [
        { protocol: 'tcp', low: 5000, high: 6000 },
        { protocol: 'udp', low: 25, high: 25 },
      ],
    },
  ]);
});

it('gives each named type once, an alias as its type, and a port as the type that it has first', () => {
  expect(resolve(['mail_port_t', 'sql_port_t'], 5432, 5433)).toEqual({
    types: ['mail_port_t', 'db_port_t'],
    problems: [],
  });
});

it('says which name is no type of ports in this policy', () => {
  expect(resolve(['nfs_port_t', 'etc_t', 'port_type'], 25).problems).toEqual([
    'no port type named nfs_port_t in the loaded policy; semanage port -l lists those that there are',
    'etc_t is a type of the loaded policy, and not one of ports; semanage port -l lists those that there are',
    'no port type named port_type in the loaded policy; semanage port -l lists those that there are',
    'the loaded policy has no type for tcp port 25',
  ]);
});
