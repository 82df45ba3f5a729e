// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { languageOf } from './language.ts';

it('is that of the system, when the window speaks it', () => {
  expect(languageOf('system', 'de-AT')).toBe('de');
  expect(languageOf('system', 'en-US')).toBe('en');
  expect(languageOf('system', 'fr')).toBe('en');
  expect(languageOf('system', 'toString')).toBe('en');
});

it('is the chosen one, whatever the system speaks', () => {
  expect(languageOf('en', 'de-DE')).toBe('en');
  expect(languageOf('de', 'en-US')).toBe('de');
});
