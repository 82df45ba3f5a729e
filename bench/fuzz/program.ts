// SPDX-License-Identifier: Apache-2.0
/** Gives one reader its broken input, in a process of its own, and tells what that cost and what went wrong. */

import 'vscode-jsonrpc/node';
import type { FuzzRow } from '../../scripts/fuzz/record.ts';
import { measureCost } from './measure.ts';
import { targets } from './targets.ts';

const [name = '', inputsText = '', seedText = ''] = process.argv.slice(2);
const target = targets.find((one) => one.name === name);
if (target === undefined) throw new Error(`cannot measure ${name}: there is no such target`);
const [inputs, seed] = [Number(inputsText), Number(seedText)];
const found = { rejected: 0, faults: [] as string[] };
// What is compiled and filled at the first inputs is no growth.
await target.give(Math.ceil(inputs / 100), seed + 1_000_000, { rejected: 0, faults: [] });
const cost = await measureCost(() => target.give(inputs, seed, found));
const row: FuzzRow = { what: target.what, inputs, seed, ...found, faults: found.faults.slice(0, 20), ...cost };
process.send?.(row);
process.exit(0);
