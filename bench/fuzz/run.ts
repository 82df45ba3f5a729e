// SPDX-License-Identifier: Apache-2.0
/**
 * Broken input for everything that reads what others write: whether it throws what it should not, how late the event
 * loop is meanwhile, and what it keeps. Writes the figures that docs/security.md shows; after it: `npm run generate`.
 * Figures: no fault, event loop p99 under 50 ms.
 *
 *     npx tsx bench/fuzz/run.ts [SEED] [SHARE]
 *
 * SHARE of the inputs is given, 1 when left out. The same seed gives the same inputs.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FuzzRow, fuzzRecordPath } from '../../scripts/fuzz/record.ts';
import { bundle } from '../../scripts/build/bundle.ts';
import { helperFlags } from '../../scripts/build/helper.ts';
import { checkout } from '../../scripts/build/target.ts';
import { targets } from './targets.ts';

const [seedText = '1', shareText = '1'] = process.argv.slice(2);
const share = Number(shareText);

for (const name of ['program', 'sender'])
  await bundle({
    entry: `bench/fuzz/${name}.ts`,
    output: `dist/bench/${name}.mjs`,
    format: 'esm',
    external: ['better-sqlite3', 'koffi', 'libsql'],
  });

const rows: FuzzRow[] = [];
for (const { name, inputs } of targets) {
  const program = fork(join(checkout, 'dist/bench/program.mjs'), [name, String(Math.ceil(inputs * share)), seedText], {
    execArgv: [...helperFlags, '--expose-gc'],
  });
  const ended = once(program, 'exit').then(([code]) => {
    throw new Error(`cannot measure ${name}: the program ended with ${String(code)}`);
  });
  const [row] = (await Promise.race([once(program, 'message'), ended])) as [FuzzRow];
  await ended.catch(() => undefined);
  rows.push(row);
  console.log(row);
}
if (share === 1) writeFileSync(fuzzRecordPath, `${JSON.stringify(rows, null, 2)}\n`);
if (rows.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
