// SPDX-License-Identifier: Apache-2.0
/** The pages, built by Vite as `renderer/vite.config.ts` says. */

import { join } from 'node:path';
import type * as Vite from 'vite';
import { checkFirstScript, maxFirstScriptBytes } from './first-script.ts';
import { checkout, type Target } from './target.ts';

export const renderer: Target = {
  name: 'renderer',
  async build() {
    const { build } = await import('vite');
    const output = await build({
      configFile: join(checkout, 'renderer/vite.config.ts'),
      root: join(checkout, 'renderer'),
      logLevel: 'warn',
    });
    const bytes = checkFirstScript(scriptsOf(output));
    process.stdout.write(`script before the first picture: ${bytes} bytes, at most ${maxFirstScriptBytes}\n`);
  },
};

function scriptsOf(output: Awaited<ReturnType<typeof Vite.build>>): readonly Vite.Rolldown.OutputChunk[] {
  if (!('output' in output)) throw new Error('cannot build renderer: Vite gave more or less than one bundle');
  return output.output.filter((file) => file.type === 'chunk');
}
