// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import {
  type channels,
  operationNames,
  operations,
  type requests,
  type streams,
} from '../../contract/operations/index.ts';
import { declarations } from './declarations.ts';

it('finds each operation of the contract, as the contract declares it', async () => {
  const found = await Promise.all(
    operationNames.map(async (name) => {
      switch (operations[name].kind) {
        case 'request':
          return declarations.request(name as keyof typeof requests);
        case 'stream':
          return declarations.stream(name as keyof typeof streams);
        case 'channel':
          return declarations.channel(name as keyof typeof channels);
      }
    }),
  );
  expect(operationNames.filter((name, index) => found[index] !== operations[name])).toEqual([]);
});
