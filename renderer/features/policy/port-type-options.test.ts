// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fakePortTypes } from '../../testing/fake/policies/fake-port-types.ts';
import { matchingPortTypes } from './port-type-options.ts';

it.each([
  ['http', ['http_cache_port_t', 'http_port_t']],
  ['SQL', ['mysqld_port_t', 'postgresql_port_t']],
  ['5432', ['postgresql_port_t', 'unreserved_port_t']],
  ['8080/tcp', ['http_cache_port_t', 'unreserved_port_t']],
  // A port of UDP alone is not connected to by its type.
  ['ntp', []],
  ['123', []],
  ['99999', []],
])('offers for %j the types that have it', (typed, names) => {
  expect(matchingPortTypes(fakePortTypes, typed, [])).toEqual(names);
});

it('offers no type that is chosen already, and all others where nothing is typed', () => {
  expect(matchingPortTypes(fakePortTypes, 'http', ['http_port_t'])).toEqual(['http_cache_port_t']);
  expect(matchingPortTypes(fakePortTypes, '', [])).toHaveLength(fakePortTypes.length - 1);
});
