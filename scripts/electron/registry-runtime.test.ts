// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { entryPlace, recipeKey } from './registry-runtime.ts';

test('keeps what is Electron and leaves out what is its host application', () => {
  expect(
    [
      'Cypress/Cypress',
      'Cypress/locales/de.pak',
      'Cypress/resources/app/index.js',
      'Cypress/browser_v8_context_snapshot.bin',
      'Cypress/v8_context_snapshot.bin',
    ].map(entryPlace),
  ).toEqual(['electron', 'locales/de.pak', undefined, undefined, 'v8_context_snapshot.bin']);
});

test('the same recipe has the same key', async () => {
  expect(await recipeKey()).toBe(await recipeKey());
  expect(await recipeKey()).toMatch(/^[0-9a-f]{16}$/);
});
