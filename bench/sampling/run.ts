// SPDX-License-Identifier: Apache-2.0
/**
 * What a sample of a container costs: all CPU of the helper's sampler, of `systemd-cgtop -b` on the same tree, and of a
 * bare loop that reads the sampler's files, taking turns in one run in the lab. Figures: at most 0.5 of cgtop, at most
 * twice the loop.
 *
 *     npx tsx bench/sampling/run.ts [--containers 500] [--rounds 6] [LAB]     without a running LAB, one is started
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import * as z from 'zod';
import { copyPackages } from '../../scripts/build/copy-packages.ts';
import { findLab, type Guest, startLab } from '../../lab/guest.ts';
import { printProgress } from '../../lab/progress.ts';

const resultsSchema = z.array(
  z.object({ name: z.string(), round: z.number(), cpuUsec: z.number(), containerSamples: z.number() }),
);
type Results = z.infer<typeof resultsSchema>;

const guestFolder = '/root/bulkhead-bench';

const { values, positionals } = parseArgs({
  options: { containers: { type: 'string', default: '500' }, rounds: { type: 'string', default: '6' } },
  allowPositionals: true,
});
const containers = Number(values.containers);
const [name] = positionals;
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
    // The bench's programs run in the domain of a login, where node's compiler may not write code otherwise. The helper
    // has a domain of its own.
    await guest.mustRun(['setsebool', 'allow_execmem', 'on']);
    print(
      resultsSchema.parse(
        JSON.parse(await guest.mustRun(['node', join(guestFolder, 'measure.mjs'), String(containers), values.rounds])),
      ),
    );
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
    // The native package lies beside the programs.
    external: ['libsql'],
    logLevel: 'warning',
  });
  await copyPackages(['libsql'], join(folder, 'node_modules'));
}

/**
 * Under emulation the guest books the time that the machine gave to others on whatever it was running, so a busy
 * machine makes rounds several times as dear, never cheaper: the cheapest rounds are the nearest to the truth, the
 * medians say how busy it was.
 */
function print(results: Results): void {
  const [sampler, loop, cgtop] = ['sampler', 'bare loop', 'systemd-cgtop'].map((name) => costOf(results, name));
  for (const cost of [sampler, loop, cgtop])
    console.log(
      `${cost?.name.padEnd(14)} us of CPU per container-sample: ${cost?.cheapest.toFixed(0)} in the ` +
        `cheapest round, ${cost?.median.toFixed(0)} in the median one`,
    );
  for (const kind of ['cheapest', 'median'] as const) {
    const ratio = (to: typeof sampler): string =>
      ((sampler?.[kind] ?? Number.NaN) / (to?.[kind] ?? Number.NaN)).toFixed(2);
    console.log(
      `${kind} rounds: sampler / systemd-cgtop ${ratio(cgtop)} (at most 0.50), sampler / bare loop ` +
        `${ratio(loop)} (at most 2.00)`,
    );
  }
}

/** A round too short for a single sample tells nothing. */
function costOf(
  results: Results,
  name: string,
): { readonly name: string; readonly cheapest: number; readonly median: number } {
  const rounds = results.filter((result) => result.name === name && result.containerSamples > 0);
  const costs = rounds.map(({ cpuUsec, containerSamples }) => cpuUsec / containerSamples).sort((a, b) => a - b);
  return { name, cheapest: costs[0] ?? Number.NaN, median: costs[Math.floor(costs.length / 2)] ?? Number.NaN };
}
