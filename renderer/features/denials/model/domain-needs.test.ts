// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';
import { domainNeeds } from './domain-needs.ts';

const target = { user: 'system_u', role: 'object_r', type: 'any_t', level: 's0' };

function group(id: string, changes: Partial<DenialGroup>, container: string | null = 'web'): DenialGroup {
  const sample = fakeEvent({ target, container, port: 8080 });
  return fakeGroup({ id, reason: 'no-rule', targetType: 'shadow_t', sample, ...changes });
}

const bind = { class: 'tcp_socket', permissions: ['name_bind'], targetType: 'http_cache_port_t' };
const connect = { class: 'tcp_socket', permissions: ['name_connect'] };

it('makes choices of ports and connections, and counts what is left to learn', () => {
  expect(
    domainNeeds('web', [
      group('a', bind),
      group('b', { ...bind, class: 'udp_socket' }),
      group('c', { ...connect, targetType: 'smtp_port_t' }),
      group('d', { ...connect, targetType: 'postgresql_port_t' }),
      group('e', { targetType: 'system_map_t' }),
      group('f', { ...bind, containers: ['db'] }, 'db'),
    ]),
  ).toEqual({ ports: '8080, 8080/udp', connect: ['postgresql_port_t', 'smtp_port_t'], others: 1 });
});

it('takes nothing of what isolation blocked, and no port that another container wanted', () => {
  expect(
    domainNeeds('web', [
      group('a', { reason: 'other-categories' }),
      group('b', { ...bind, containers: ['web', 'db'] }, 'db'),
    ]),
  ).toEqual({ ports: '', connect: [], others: 1 });
});
