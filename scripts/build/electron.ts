// SPDX-License-Identifier: Apache-2.0
/**
 * Electron's main process, as an ES module, and the preload script, which a sandboxed page can only take as CommonJS.
 */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { checkout, type Target } from './target.ts';

const external = ['electron', 'koffi'];
/** What is imported once the window is open. */
const laterFolder = 'later';

export const electron: Target = {
  name: 'electron',
  async build() {
    // Names of their files change with what is in them.
    await rm(join(checkout, 'dist/electron', laterFolder), { recursive: true, force: true });
    await bundle({ entry: 'electron/main.ts', output: 'dist/electron/main.js', format: 'esm', external, laterFolder });
    await bundle({ entry: 'electron/preload.ts', output: 'dist/electron/preload.cjs', format: 'cjs', external });
  },
};
