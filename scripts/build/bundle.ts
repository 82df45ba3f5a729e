// SPDX-License-Identifier: Apache-2.0
/** Bundles one entry file with esbuild, the same way for every Node target. */

import { readFileSync } from 'node:fs';
import { dirname, extname, join, parse } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { checkout } from './target.ts';

export interface Bundle {
  /** Paths from the checkout. */
  readonly entry: string;
  readonly output: string;
  readonly format: 'cjs' | 'esm';
  /** Packages that stay outside: native ones, and what the runtime brings. */
  readonly external?: readonly string[];
  /** Files that are bundles of their own: how they are imported, and where they are, seen from the output. */
  readonly apart?: Readonly<Record<string, string>>;
  /** First line of the output, for example `#!/usr/bin/env node`. */
  readonly banner?: string;
  /** The folder of the files that it imports later, where `import()` is to make such, beside the output. */
  readonly laterFolder?: string;
}

const { version, devDependencies } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly devDependencies: { readonly electron: string };
};

/** An ESM bundle of CommonJS packages has to find `require` somewhere. */
const requireForEsm =
  "import { createRequire as bulkheadCreateRequire } from 'node:module'; const require = bulkheadCreateRequire(import.meta.url);";

export async function bundle({
  entry,
  output,
  format,
  external = [],
  apart = {},
  banner = '',
  laterFolder,
}: Bundle): Promise<void> {
  const head = [banner, format === 'esm' ? requireForEsm : ''].filter((line) => line !== '').join('\n');
  await build({
    absWorkingDir: checkout,
    entryPoints: [{ in: entry, out: parse(output).name }],
    outdir: dirname(output),
    outExtension: { '.js': extname(output) },
    ...(laterFolder !== undefined && { splitting: true, chunkNames: `${laterFolder}/[name]-[hash]` }),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    external: [...external],
    plugins: [leaveApart(apart)],
    // A bundle that is apart is required: an import would load the other module system.
    ...(format === 'cjs' && { supported: { 'dynamic-import': false } }),
    banner: { js: head },
    define: {
      BULKHEAD_VERSION: JSON.stringify(version),
      BULKHEAD_ELECTRON: JSON.stringify(devDependencies.electron),
    },
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
}

function leaveApart(apart: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'apart',
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path }) => {
        const output = apart[path];
        return output === undefined ? undefined : { path: output, external: true };
      });
    },
  };
}
