// SPDX-License-Identifier: Apache-2.0
/**
 * Broken input for everything that reads what others write: whether it throws what it should not, how late the event
 * loop is meanwhile, and what it keeps. Writes the figures that docs/security.md shows; after it: `npm run generate`.
 * Figures: no fault, event loop p99 under 50 ms.
 *
 *     npx tsx bench/fuzz/run.ts [SEED] [SHARE] [NAME...]
 *
 * SHARE of the inputs is given, 1 when left out. The same seed gives the same inputs. With names only these readers are
 * measured, and the figures of the others stay.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FuzzRow, fuzzRecordPath, readFuzzRecord } from '../../scripts/fuzz/record.ts';
import { bundle } from '../../scripts/build/bundle.ts';
import { helperFlags } from '../../scripts/build/helper.ts';
import { checkout } from '../../scripts/build/target.ts';
import { targets } from './targets.ts';

const [seedText = '1', shareText = '1', ...names] = process.argv.slice(2);
const share = Number(shareText);
const measured = targets.filter(({ name }) => names.length === 0 || names.includes(name));

for (const name of ['program', 'sender'])
  await bundle({
    entry: `bench/fuzz/${name}.ts`,
    output: `dist/bench/${name}.mjs`,
    format: 'esm',
    external: ['better-sqlite3', 'koffi', 'libsql'],
  });

const rows: FuzzRow[] = [];
for (const { name, inputs } of measured) {
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
if (share === 1) {
  const before = readFuzzRecord();
  const all = targets.flatMap(({ what }) => [...rows, ...before].find((row) => row.what === what) ?? []);
  writeFileSync(fuzzRecordPath, `${JSON.stringify(all, null, 2)}\n`);
}
if (rows.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
