// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { makeNeighbour } from './make-neighbour.ts';

it('sends to an address that its links lead to, and says which error another one gives', () => {
  expect(makeNeighbour('127.0.0.2')).toBe(true);
  expect(() => makeNeighbour('255.255.255.255')).toThrow('cannot sendto: EACCES');
});
