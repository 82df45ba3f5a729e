// SPDX-License-Identifier: Apache-2.0
/** The pages, built by Vite as `renderer/vite.config.ts` says. */

import { join } from 'node:path';
import { checkout, type Target } from './target.ts';

export const renderer: Target = {
  name: 'renderer',
  async build() {
    const { build } = await import('vite');
    await build({
      configFile: join(checkout, 'renderer/vite.config.ts'),
      root: join(checkout, 'renderer'),
      logLevel: 'warn',
    });
  },
};
