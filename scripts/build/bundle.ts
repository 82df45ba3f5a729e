/** Bundles one entry file with esbuild, the same way for every Node target. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { checkout } from './target.ts';

export interface Bundle {
  /** Paths from the checkout. */
  readonly entry: string;
  readonly output: string;
  readonly format: 'cjs' | 'esm';
  /** Packages that stay outside: native ones, and what the runtime brings. */
  readonly external?: readonly string[];
  /** First line of the output, for example `#!/usr/bin/env node`. */
  readonly banner?: string;
}

const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { readonly version: string };

/** An ESM bundle of CommonJS packages has to find `require` somewhere. */
const requireForEsm = "import { createRequire as bulkheadCreateRequire } from 'node:module'; const require = bulkheadCreateRequire(import.meta.url);";

export async function bundle({ entry, output, format, external = [], banner = '' }: Bundle): Promise<void> {
  const head = [banner, format === 'esm' ? requireForEsm : ''].filter((line) => line !== '').join('\n');
  await build({
    absWorkingDir: checkout,
    entryPoints: [entry],
    outfile: output,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    external: [...external],
    banner: { js: head },
    define: { BULKHEAD_VERSION: JSON.stringify(version) },
    sourcemap: 'linked',
    sourcesContent: false,
    keepNames: true,
    logLevel: 'warning',
  });
}
