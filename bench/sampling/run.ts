/**
 * What a sample of a container costs: all CPU of the helper's sampler, of `systemd-cgtop -b` on the same tree, and of a bare loop that reads
 * the sampler's files, taking turns in one run in the lab. Figures: at most 0.6 of cgtop, at most 3 times the loop.
 *
 *     npx tsx bench/sampling/run.ts [LAB]     a running lab; without it one is started, and stopped at the end
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import { findLab, type Guest, startLab } from '../../lab/guest.ts';
import { printProgress } from '../../lab/progress.ts';

const resultsSchema = z.array(z.object({ name: z.string(), round: z.number(), cpuUsec: z.number(), containerSamples: z.number() }));
type Results = z.infer<typeof resultsSchema>;

const guestFolder = '/root/bulkhead-bench';
const containers = 100;

const [name] = process.argv.slice(2);
if (name === undefined) {
  const lab = await startLab({ name: 'bench', onProgress: printProgress });
  try {
    await measure(lab);
  } finally {
    await lab.stop();
  }
} else {
  const guest = await findLab(name);
  if (guest === undefined) throw new Error(`cannot measure: no lab "${name}" runs`);
  await measure(guest);
}

async function measure(guest: Guest): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-bench-'));
  const [before = ''] = (await guest.mustRun(['getsebool', 'allow_execmem'])).match(/o(?:n|ff)$/m) ?? [];
  try {
    await bundle(folder);
    await guest.mustRun(['rm', '-rf', guestFolder]);
    await guest.copyIn(folder, guestFolder);
    // The bench's programs run in the domain of a login, where node's compiler may not write code otherwise. The helper has a domain of its own.
    await guest.mustRun(['setsebool', 'allow_execmem', 'on']);
    print(resultsSchema.parse(JSON.parse(await guest.mustRun(['node', join(guestFolder, 'measure.mjs'), String(containers)]))));
  } finally {
    await guest.run(['setsebool', 'allow_execmem', before]);
    await guest.run(['rm', '-rf', guestFolder]);
    await rm(folder, { recursive: true });
  }
}

async function bundle(folder: string): Promise<void> {
  const source = fileURLToPath(new URL('guest/', import.meta.url));
  await build({
    entryPoints: ['measure', 'sampler-program', 'bare-loop'].map((program) => join(source, `${program}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
}

function print(results: Results): void {
  const costs = new Map<string, number>();
  for (const program of new Set(results.map((result) => result.name))) {
    const rounds = results.filter((result) => result.name === program);
    const cost = sum(rounds.map(({ cpuUsec }) => cpuUsec)) / sum(rounds.map(({ containerSamples }) => containerSamples));
    costs.set(program, cost);
    const each = rounds.map(({ cpuUsec, containerSamples }) => Math.round(cpuUsec / containerSamples));
    console.log(`${program.padEnd(14)} ${cost.toFixed(0).padStart(6)} us of CPU per container-sample (${sum(rounds.map(({ containerSamples }) => containerSamples))} of them; by round ${each.join(', ')})`);
  }
  const sampler = costs.get('sampler') ?? Number.NaN;
  console.log(`sampler / systemd-cgtop  ${(sampler / (costs.get('systemd-cgtop') ?? Number.NaN)).toFixed(2)}  (at most 0.60)`);
  console.log(`sampler / bare loop      ${(sampler / (costs.get('bare loop') ?? Number.NaN)).toFixed(2)}  (at most 3.00)`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
