// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { findingSchema } from '../../../../contract/model/isolation-finding.ts';
import { sound } from '../fixtures/sound-facts.ts';
import { judgeIsolation } from './judge-isolation.ts';

it('types that the policy lost are a notice for the container whose module names them', () => {
  const found = judgeIsolation({ ...sound, lostTypes: [{ container: 'web', types: ['ntpd_t', 'old_port_t'] }] });
  expect(found).toMatchObject([
    { kind: 'lost-types', severity: 'notice', containers: ['web'], types: ['ntpd_t', 'old_port_t'] },
  ]);
  expect(found[0]?.summary).toMatch(/names ntpd_t, old_port_t, which .* about them has no effect/);
  findingSchema.parse(found[0]);
});
