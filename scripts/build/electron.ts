// SPDX-License-Identifier: Apache-2.0
/**
 * Electron's main process, as an ES module, and the preload script, which a sandboxed page can only take as CommonJS.
 */

import { bundle } from './bundle.ts';
import type { Target } from './target.ts';

const external = ['electron', 'koffi'];

export const electron: Target = {
  name: 'electron',
  async build() {
    await bundle({ entry: 'electron/main.ts', output: 'dist/electron/main.js', format: 'esm', external });
    await bundle({ entry: 'electron/preload.ts', output: 'dist/electron/preload.cjs', format: 'cjs', external });
  },
};
