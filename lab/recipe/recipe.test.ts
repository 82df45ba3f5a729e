// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { recipe, recipeKey } from './recipe.ts';

test('the same recipe gives the same key', () => {
  expect(recipeKey(structuredClone(recipe))).toBe(recipeKey());
});

test('any change of the recipe gives another key', () => {
  expect(recipeKey({ ...recipe, version: recipe.version + 1 })).not.toBe(recipeKey());
  expect(recipeKey({ ...recipe, users: recipe.users.slice(1) })).not.toBe(recipeKey());
});

test('the key can be a folder name', () => {
  expect(recipeKey()).toMatch(/^[0-9a-f]{16}$/);
});
