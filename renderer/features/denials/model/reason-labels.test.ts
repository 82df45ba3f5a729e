import { expect, test } from 'vitest';
import type { ExplainedReason } from '../../../../contract/model/explanation.ts';
import { reasonLabel } from './reason-labels.ts';

test('the wall names both sides, and the neighbour where there is one', () => {
  const wall = {
    kind: 'other-categories',
    held: ['c1', 'c2'],
    needed: ['c3', 'c4'],
    neighbour: 'db',
  } as const satisfies ExplainedReason;
  expect(reasonLabel({ ...wall, held: [...wall.held], needed: [...wall.needed] })).toEqual({
    title: 'This is the wall doing its work',
    tone: 'isolation',
    sentence: 'The process holds c1,c2; what it reached for belongs to c3,c4, those of the container db.',
    whenStopped: 'Unix permissions play no part in it: even mode 0777 would not open it.',
  });
  expect(reasonLabel({ kind: 'other-categories', held: [], needed: ['c3'], neighbour: null }).sentence).toContain(
    'holds no category; what it reached for belongs to c3, which no container of this host holds now',
  );
});

test('each boolean is named with its value', () => {
  const booleans = [
    { name: 'a', value: true },
    { name: 'b', value: false },
  ];
  expect(reasonLabel({ kind: 'boolean', booleans }).sentence).toBe('It would be allowed with a on, or with b off.');
});
