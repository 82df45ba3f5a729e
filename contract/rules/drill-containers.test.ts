// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { drillContainerNames, isDrillContainer } from './drill-containers.ts';

it('knows the containers of a drill by their names, and no other', () => {
  const { attacker, victim } = drillContainerNames('0a1b2c');
  expect([attacker, victim, 'drill-attacker-web', 'web', `${attacker}0`].map(isDrillContainer)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
