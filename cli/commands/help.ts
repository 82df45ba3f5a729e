// SPDX-License-Identifier: Apache-2.0
/** `help`: what `--help` of a command shows. */

import { commandOf, pathOf } from '../find-command.ts';
import { examples } from '../format/help-text.ts';
import type { Registry } from '../registry.ts';
import { UsageError } from '../usage-error.ts';

export function addHelp({ program }: Pick<Registry, 'program'>): void {
  program
    .command('help')
    .summary('show the help of a command')
    .argument('[command...]', 'the words of the command; all commands when left out')
    .addHelpText('after', examples('help', 'help snapshot take'))
    .action((words: readonly string[]) => {
      const command = commandOf(program, words);
      if (pathOf(command).length <= words.length)
        throw new UsageError(`unknown command '${words.join(' ')}'; see bulkheadctl --help`);
      command.outputHelp();
    });
}
