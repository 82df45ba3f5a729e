// SPDX-License-Identifier: Apache-2.0
/** Builds one of the pages with Vite, as `renderer/vite.config.ts` says, and keeps what it loads first small. */

import { join } from 'node:path';
import type * as Vite from 'vite';
import { checkFirstScript, maxFirstScriptBytes } from './first-script.ts';
import { checkout } from './target.ts';

/** `cockpit` is also the mode of Vite. */
export async function buildPage(page: keyof typeof maxFirstScriptBytes): Promise<void> {
  const { build } = await import('vite');
  const output = await build({
    configFile: join(checkout, 'renderer/vite.config.ts'),
    logLevel: 'warn',
    ...(page === 'cockpit' && { mode: page }),
  });
  const bytes = checkFirstScript(scriptsOf(output), page);
  process.stdout.write(`script before the first picture: ${bytes} bytes, at most ${maxFirstScriptBytes[page]}\n`);
}

function scriptsOf(output: Awaited<ReturnType<typeof Vite.build>>): readonly Vite.Rolldown.OutputChunk[] {
  if (!('output' in output)) throw new Error('cannot build the page: Vite gave more or less than one bundle');
  return output.output.filter((file) => file.type === 'chunk');
}
