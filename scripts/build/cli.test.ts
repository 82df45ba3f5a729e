// SPDX-License-Identifier: Apache-2.0
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { checkout } from './target.ts';

it('what reads a log alone begins without schemas, protocol and parser', async () => {
  const { metafile } = await build({
    absWorkingDir: checkout,
    entryPoints: ['cli/bulkheadctl.ts'],
    external: ['./full-cli.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    metafile: true,
    outfile: 'bulkheadctl.js',
  });
  const [output] = Object.values(metafile.outputs);
  expect(Object.keys(output?.inputs ?? {}).filter((path) => path.includes('node_modules/'))).toEqual([]);
});
