// SPDX-License-Identifier: Apache-2.0
/** `rename`: gives a container another name. */

import { operations } from '../../../contract/operations/index.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';

export function addRename({ program, act }: Registry): void {
  program
    .command('rename')
    .summary('give a container another name')
    .description(operations['container.rename'].summary)
    .argument('<name>', 'the container, which must not run', nameArgument)
    .argument('<new>', 'the new name', nameArgument)
    .addHelpText('after', examples('rename web shop'))
    .action((name: string, to: string) => act((context) => rename(context, name, to)));
}

async function rename(context: CommandContext, name: string, to: string): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, (client) => client.request('container.rename', { name, to }, { signal }));
  if (output.isJson) await output.json({ done: { container: to, former: name } });
  else if (!output.isQuiet) await output.write(`${name} is called ${to} now\n`);
}
