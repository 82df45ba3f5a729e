// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { engineSchema } from './engine.ts';
import { engines, factsOf } from './engine-facts.ts';

it('describes each engine, and one of them every host has', () => {
  expect(engines.toSorted()).toEqual(engineSchema().options.toSorted());
  expect(engines.filter((engine) => factsOf({ engine }).isOnEachHost)).toEqual(['lxc']);
});
