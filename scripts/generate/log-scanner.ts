/** Compiles the module that goes through a log (`audit/log-scanner/assembly/`) and writes it as a constant: so it is in every bundle, and building needs no compiler. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const folder = join(import.meta.dirname, '../../audit/log-scanner/assembly');
/** The memory is the caller's; there is no heap, and nothing to collect. */
const options = ['scan.ts', '--outFile', 'scan.wasm', '--runtime', 'stub', '--importMemory', '--noExportMemory', '--enable', 'simd', '-O3', '--noAssert'];

export async function logScanner(): Promise<string> {
  let code = new Uint8Array();
  const complaints = asc.createMemoryStream();
  const { error } = await asc.main(options, {
    stderr: complaints,
    readFile: (name, base) => readSource(join(base, name)),
    writeFile: (_, contents) => void (code = Buffer.from(contents)),
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`cannot compile the log scanner: ${complaints.toString()}`, { cause: error });
  return `/** Made of \`assembly/\` by \`npm run generate\`. */\n\nexport const scannerCode =\n  '${Buffer.from(code).toString('base64')}';\n`;
}

/** The compiler looks for a file in several places. */
function readSource(name: string): string | null {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return null;
  }
}
