// SPDX-License-Identifier: Apache-2.0
/** Says which version of a module is installed now, to a person or to a script. */

import type { PolicyModule } from '../../contract/model/policy/policy-module.ts';
import type { CommandContext } from '../command-context.ts';
import { escapeText } from '../../report/escape-text.ts';
import { moduleJson } from './json/policy-json.ts';

/** `what` follows the container's name. */
export async function reportInstalled({ output }: CommandContext, module: PolicyModule, what: string): Promise<void> {
  if (output.isJson) await output.json({ done: moduleJson(module) });
  else if (!output.isQuiet)
    await output.write(`${escapeText(module.container)}: ${what}, version ${module.version ?? 'unknown'}\n`);
}
