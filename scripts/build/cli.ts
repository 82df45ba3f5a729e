/** bulkheadctl: one CommonJS file that can be run as it is, with the program of the thread that helps it with large logs beside it. */

import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { checkout, type Target } from './target.ts';

export const cli: Target = {
  name: 'cli',
  async build() {
    const output = join(checkout, 'dist/cli/bulkheadctl.js');
    await bundle({ entry: 'cli/bulkheadctl.ts', output, format: 'cjs', external: ['koffi'], banner: '#!/usr/bin/env node' });
    await bundle({ entry: 'cli/log-reader/log-reader.ts', output: 'dist/cli/bulkheadctl-log-reader.js', format: 'cjs' });
    await chmod(output, 0o755);
    await writeFile(join(checkout, 'dist/cli/package.json'), `${JSON.stringify({ name: 'bulkheadctl', private: true, type: 'commonjs' })}\n`);
  },
};
