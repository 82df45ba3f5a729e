// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createLostTypes } from './lost-types.ts';

const never = new AbortController().signal;
const entry = (name: string, isDisabled = false) => ({
  priority: 400,
  name,
  language: 'cil',
  isDisabled,
});

it('names the types that the kernel does not know, for each container that has lost some', async () => {
  const texts: Readonly<Record<string, string>> = {
    bulkhead_c_web: '(call bulkhead_serve_tcp (bulkhead_c_web_t http_port_t))',
    bulkhead_c_a_ddb:
      '(allow bulkhead_c_a_ddb_t gone_t (file (read)))\n(allow bulkhead_c_a_ddb_t file_type (dir (search)))\n' +
      '(allow bulkhead_c_a_ddb_t etc_t (file (read)))',
    bulkhead_c_off: '(allow bulkhead_c_off_t gone_t (file (read)))',
  };
  const lost = createLostTypes({
    sequence: () => 1,
    listing: async () => [
      entry('bulkhead'),
      entry('bulkhead_c_web'),
      entry('bulkhead_c_a_ddb'),
      entry('bulkhead_c_off', true),
    ],
    sources: async (names) => new Map(names.map((name) => [name, texts[name] ?? ''])),
    isKnown: (context) => !context.includes('gone_t'),
  });
  expect(await lost(never)).toEqual([{ owner: 'a-db', types: ['gone_t'] }]);
});

it('is nothing where the store cannot be read', async () => {
  const lost = createLostTypes({ sequence: () => 1, listing: async () => undefined, sources: async () => new Map() });
  expect(await lost(never)).toEqual([]);
});
