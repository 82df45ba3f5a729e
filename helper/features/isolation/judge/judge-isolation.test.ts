// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { judgeIsolation } from './judge-isolation.ts';
import { sound } from '../fixtures/sound-facts.ts';

it('finds nothing where everything is isolated', () => {
  expect(judgeIsolation(sound)).toEqual([]);
});
