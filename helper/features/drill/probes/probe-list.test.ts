// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { expectedCells } from '../fixtures/expected-cells.ts';
import { probes } from './probe-list.ts';

it('has for each probe what is expected of it on a host with all layers, and for nothing else', () => {
  expect(Object.keys(expectedCells).toSorted()).toEqual(probes.map(({ id }) => id).toSorted());
});

it('has ids that the name of a process can be, each once', () => {
  const ids = probes.map(({ id }) => id);
  expect(ids.filter((id) => id.length > 15 || !/^[a-z-]+$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});
