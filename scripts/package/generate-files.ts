// SPDX-License-Identifier: Apache-2.0
/** Writes what is made from the definition of the command line to where the table of installed files takes it from. */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describedProgram } from '../../cli/run.ts';
import { generatedFolder } from '../../packaging/installed-files.ts';
import { bashCompletion } from '../../cli/completion/completion-bash.ts';
import { fishCompletion } from '../../cli/completion/completion-fish.ts';
import { completionPlaces } from '../../cli/completion/completion-words.ts';
import { zshCompletion } from '../../cli/completion/completion-zsh.ts';
import { describeCommand } from '../../cli/completion/describe-command.ts';
import { type ManFacts, manPages } from './man-page.ts';

/** The files, by their path in the folder. */
export function generatedFiles(facts: ManFacts): ReadonlyMap<string, string | Uint8Array> {
  const program = describeCommand(describedProgram());
  const places = completionPlaces(program);
  return new Map<string, string | Uint8Array>([
    ...[...manPages(program, facts)].map(([name, text]) => [`man/${name}.gz`, gzipSync(text, { level: 9 })] as const),
    ['completion/bulkheadctl.bash', bashCompletion(places)],
    ['completion/bulkheadctl.zsh', zshCompletion(places)],
    ['completion/bulkheadctl.fish', fishCompletion(places)],
  ]);
}

export async function writeGeneratedFiles(checkout: string, facts: ManFacts): Promise<void> {
  const folder = join(checkout, generatedFolder);
  await rm(folder, { recursive: true, force: true });
  for (const [path, content] of generatedFiles(facts)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
