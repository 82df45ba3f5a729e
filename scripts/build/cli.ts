// SPDX-License-Identifier: Apache-2.0
/**
 * Builds bulkheadctl: a CommonJS file that can be run as it is. Beside it is what all commands need but those that work
 * with files alone, and what only those need that read or write YAML.
 */

import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { checkout, type Target } from './target.ts';

export const cli: Target = {
  name: 'cli',
  async build() {
    const output = join(checkout, 'dist/cli/bulkheadctl.js');
    await bundle({
      entry: 'cli/bulkheadctl.ts',
      output,
      format: 'cjs',
      apart: { './full-cli.ts': './bulkheadctl-full.js' },
      banner: '#!/usr/bin/env node',
    });
    await bundle({
      entry: 'cli/full-cli.ts',
      output: join(checkout, 'dist/cli/bulkheadctl-full.js'),
      format: 'cjs',
      external: ['koffi'],
      apart: { './yaml.ts': './bulkheadctl-yaml.js' },
    });
    await bundle({ entry: 'cli/yaml/yaml.ts', output: join(checkout, 'dist/cli/bulkheadctl-yaml.js'), format: 'cjs' });
    await chmod(output, 0o755);
    await writeFile(
      join(checkout, 'dist/cli/package.json'),
      `${JSON.stringify({ name: 'bulkheadctl', private: true, type: 'commonjs' })}\n`,
    );
  },
};
