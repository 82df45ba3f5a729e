// SPDX-License-Identifier: Apache-2.0
/** `completion`: the script by which a shell completes this command line. The packages bring the same. */

import { Argument } from 'commander';
import { bashCompletion } from '../completion/completion-bash.ts';
import { fishCompletion } from '../completion/completion-fish.ts';
import { completionPlaces } from '../completion/completion-words.ts';
import { zshCompletion } from '../completion/completion-zsh.ts';
import { describeCommand } from '../completion/describe-command.ts';
import { examples } from '../format/help-text.ts';
import type { Registry } from '../registry.ts';

const scripts = { bash: bashCompletion, fish: fishCompletion, zsh: zshCompletion };

export function addCompletion({ program, act }: Registry): void {
  program
    .command('completion')
    .summary('print the completion for a shell')
    .description(
      'Prints the script by which a shell completes commands and options, for those who have no package, which brings it.',
    )
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(scripts)))
    .addHelpText(
      'after',
      examples(
        'completion bash > ~/.local/share/bash-completion/completions/bulkheadctl',
        'completion fish > ~/.config/fish/completions/bulkheadctl.fish',
      ),
    )
    .action((shell: keyof typeof scripts) =>
      act(({ output }) => output.writeExact(scripts[shell](completionPlaces(describeCommand(program)))).then(() => 0), {
        needsHost: false,
      }),
    );
}
