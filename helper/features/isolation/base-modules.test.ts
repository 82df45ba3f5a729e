// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { denyModule } from '../../selinux/policy/base-modules.ts';
import {
  type ShippedModule,
  type ShippedModuleState,
  shippedModuleNames,
} from '../../selinux/policy/shipped-modules.ts';
import { judgedModules } from './base-modules.ts';

function modules(
  states: Readonly<Record<string, ShippedModuleState>>,
  other: ShippedModuleState,
): readonly ShippedModule[] {
  return shippedModuleNames.map((name) => ({
    name,
    state: states[name] ?? other,
    shipped: undefined,
    installed: undefined,
  }));
}

test('each module counts by itself, and only the deny rules may be missing', () => {
  expect(judgedModules(modules({}, 'installed'))).toEqual({ differing: [], missing: [], hasDenyRules: true });
  expect(
    judgedModules(
      modules(
        { bulkhead: 'differs', 'bulkhead-own': 'missing', [denyModule]: 'missing', 'bulkhead-host': 'unknown' },
        'installed',
      ),
    ),
  ).toEqual({ differing: ['bulkhead'], missing: ['bulkhead-own'], hasDenyRules: false });
});

test('nothing is said where nothing can be compared', () => {
  expect(judgedModules(modules({}, 'unknown'))).toBeUndefined();
});
