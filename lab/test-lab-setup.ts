/** Vitest's global set-up of the project `lab`: one deployed lab for the whole run. `BULKHEAD_TEST_LAB` names a running one to use instead, which is brought up to date. */

import type { TestProject } from 'vitest/node';
import { deploy } from './deploy.ts';
import { startDeployedLab } from './deployed-lab.ts';
import { findLab, type Lab } from './guest.ts';
import { printProgress } from './progress.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly lab: string;
  }
}

let started: Lab | undefined;

export async function setup(project: TestProject): Promise<void> {
  const given = process.env['BULKHEAD_TEST_LAB'];
  if (given === undefined) started = await start();
  else await update(given);
  project.provide('lab', given ?? 'test');
}

export async function teardown(): Promise<void> {
  process.off('SIGUSR2', reset);
  await started?.stop();
}

async function start(): Promise<Lab> {
  const lab = await startDeployedLab({ name: 'test', onProgress: printProgress });
  process.on('SIGUSR2', reset);
  return lab;
}

/** The tests run in other processes, and ask as they would ask any owner of a lab. */
function reset(): void {
  started?.reset().catch((error: unknown) => process.stderr.write(`lab: ${String(error)}\n`));
}

async function update(name: string): Promise<void> {
  const guest = await findLab(name);
  if (guest === undefined) throw new Error(`cannot use the lab "${name}": it does not run`);
  await deploy(guest, printProgress);
}
