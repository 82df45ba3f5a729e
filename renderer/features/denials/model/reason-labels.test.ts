// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { ExplainedReason } from '../../../../contract/model/denials/explanation.ts';
import { reasonLabel } from './reason-labels.ts';

test('isolation names both sides, and the other container where there is one', () => {
  const isolated = {
    kind: 'other-categories',
    held: ['c1', 'c2'],
    needed: ['c3', 'c4'],
    otherContainer: 'db',
  } as const satisfies ExplainedReason;
  expect(reasonLabel({ ...isolated, held: [...isolated.held], needed: [...isolated.needed] })).toEqual({
    title: 'Blocked by container isolation',
    tone: 'isolation',
    sentence: 'The process has c1,c2; the object has c3,c4, those of the container db.',
    whenStopped: 'Unix permissions do not matter here: even mode 0777 would not allow it.',
  });
  expect(reasonLabel({ kind: 'other-categories', held: [], needed: ['c3'], otherContainer: null }).sentence).toContain(
    'has no category; the object has c3, which no container on this host has now',
  );
});

test('each boolean is named with its value', () => {
  const booleans = [
    { name: 'a', value: true },
    { name: 'b', value: false },
  ];
  expect(reasonLabel({ kind: 'boolean', booleans }).sentence).toBe('It would be allowed with a on, or with b off.');
});
