// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { findingSchema } from '../../../../contract/model/isolation-finding.ts';
import { sound } from '../fixtures/sound-facts.ts';
import { judgeIsolation as givenJudgeIsolation } from './judge-isolation.ts';

const judgeIsolation = (...args: Parameters<typeof givenJudgeIsolation>) => inEnglish(givenJudgeIsolation(...args));

it('types that the policy lost are a notice for the container whose module names them', () => {
  const found = judgeIsolation({ ...sound, lostTypes: [{ container: 'web', types: ['ntpd_t', 'old_port_t'] }] });
  expect(found).toMatchObject([
    { kind: 'lost-types', severity: 'notice', containers: ['web'], types: ['ntpd_t', 'old_port_t'] },
  ]);
  expect(found[0]?.summary).toMatch(/names ntpd_t, old_port_t, which .* about them has no effect/);
  findingSchema().parse(found[0]);
});
