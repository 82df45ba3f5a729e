// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { containerFacts, isolationFacts } from '../fixtures/some-facts.ts';
import { judgeIsolation } from './judge-isolation.ts';
import { db, brief } from '../fixtures/sound-facts.ts';

it('finds a container of ours whose layer nothing limits, and leaves those of other tools alone (review F1)', () => {
  expect(
    judgeIsolation(
      isolationFacts([
        containerFacts('old', { container: { disk: { backing: 'none' } } }),
        containerFacts('foreign', { container: { context: db, disk: null } }),
      ]),
    ).map(brief),
  ).toEqual(['no-disk-limit weak old']);
});
