// SPDX-License-Identifier: Apache-2.0
/**
 * Compiles the module that goes through a log (`audit/log-scanner/assembly/`) and writes it as a constant: so it is in
 * every bundle, and building needs no compiler.
 */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addSpdxHeader } from '../check/spdx-header.ts';

const checkout = join(import.meta.dirname, '../..');
/** A program of its own: a module that imports it gets the types of AssemblyScript's library in place of JavaScript's. */
const compiler = join(checkout, 'node_modules/assemblyscript/bin/asc.js');
/** The memory is the caller's; there is no heap, and nothing to collect. */
const options = ['--runtime', 'stub', '--importMemory', '--noExportMemory', '--enable', 'simd', '-O3', '--noAssert'];

export async function logScanner(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-scanner-'));
  try {
    const code = join(folder, 'scan.wasm');
    await promisify(execFile)(process.execPath, [compiler, 'scan.ts', '--outFile', code, ...options], {
      cwd: join(checkout, 'audit/log-scanner/assembly'),
    });
    const constant = `export const scannerCode =\n  '${(await readFile(code)).toString('base64')}';`;
    return addSpdxHeader(
      'scanner-code.ts',
      `/** Compiled from \`assembly/\` by \`npm run generate\`. */\n\n${constant}\n`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
