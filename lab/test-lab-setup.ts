// SPDX-License-Identifier: Apache-2.0
/**
 * Vitest's global set-up of the project `lab`: a deployed lab for each worker, for the whole run. `BULKHEAD_TEST_LAB`
 * names a running one to use instead, which is brought up to date. `BULKHEAD_TEST_POLICY` names the policy of another
 * distribution that the labs are booted with.
 */

import type { TestProject } from 'vitest/node';
import { takeReset } from './ask-owner.ts';
import { deploy } from './deploy.ts';
import { startDeployedLab } from './deployed-lab.ts';
import { findLab, type Lab } from './guest.ts';
import { isForeign } from './policies/policies.ts';
import { printProgress } from './progress.ts';
import { foreignPolicyRecipe } from './recipe/foreign-policy.ts';
import { recipe, type LabRecipe } from './recipe/recipe.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Names; the first worker uses the first. */
    readonly labs: readonly string[];
  }
}

const started: Lab[] = [];

export async function setup(project: TestProject): Promise<void> {
  const given = process.env['BULKHEAD_TEST_LAB'];
  if (given !== undefined) await update(given);
  else for (let number = 1; number <= project.config.maxWorkers; number += 1) await start(`test-${number}`);
  project.provide('labs', given === undefined ? started.map(({ name }) => name) : [given]);
}

export async function teardown(): Promise<void> {
  process.off('SIGUSR2', reset);
  await Promise.all(started.map((lab) => lab.stop()));
}

/** Starts one after another: the first may have to make the image and the snapshot that the others wake from. */
async function start(name: string): Promise<void> {
  if (started.length === 0) process.on('SIGUSR2', reset);
  started.push(await startDeployedLab({ name, recipe: await recipeOfTests(), onProgress: printProgress }));
}

async function recipeOfTests(): Promise<LabRecipe> {
  const policy = process.env['BULKHEAD_TEST_POLICY'];
  if (policy === undefined) return recipe;
  if (!isForeign(policy)) throw new Error(`cannot boot labs with the policy "${policy}": there is none of this name`);
  return foreignPolicyRecipe(policy);
}

/** The tests run in other processes, and ask as they would ask any owner of a lab. */
function reset(): void {
  for (const lab of started) {
    if (takeReset(lab.name)) lab.reset().catch((error: unknown) => process.stderr.write(`lab: ${String(error)}\n`));
  }
}

async function update(name: string): Promise<void> {
  const guest = await findLab(name);
  if (guest === undefined) throw new Error(`cannot use the lab "${name}": it does not run`);
  await deploy(guest, printProgress);
}
