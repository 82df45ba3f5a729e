// SPDX-License-Identifier: Apache-2.0
/** The recipes by the names that `npm run lab -- up --recipe NAME` takes. */

import { cockpitRecipe } from './cockpit.ts';
import { incusRecipe } from './incus.ts';
import { pristineRecipe } from './pristine.ts';
import { type LabRecipe, recipe } from './recipe.ts';

const recipes = { usual: recipe, pristine: pristineRecipe, incus: incusRecipe, cockpit: cockpitRecipe } as const;

export type RecipeName = keyof typeof recipes;
export const recipeNames = Object.keys(recipes) as readonly RecipeName[];

export function isRecipeName(name: string): name is RecipeName {
  return Object.hasOwn(recipes, name);
}

export function recipeOf(name: RecipeName): LabRecipe {
  return recipes[name];
}
