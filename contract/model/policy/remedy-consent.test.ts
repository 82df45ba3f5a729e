// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { consentFor } from './remedy-consent.ts';

it('asks once for what is rated, twice for what nobody rated, and applies no high risk', () => {
  expect((['low', 'medium', 'unknown', 'high'] as const).map(consentFor)).toEqual(['once', 'once', 'twice', 'never']);
});
