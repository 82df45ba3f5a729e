// SPDX-License-Identifier: Apache-2.0
/** Lines of a description as paragraphs, broken by the program that shows them. */

import type { Command } from 'commander';

/** A line that ends no sentence goes on with the next one. Indented lines, as those of a list, stay as they are. */
export function joinLines(text: string): string {
  return text.replace(/(?<=[^\s.:!?])\n(?=\S)/g, ' ');
}

/** The descriptions of a command and of all below it. */
export function joinDescriptions(command: Command): void {
  command.description(joinLines(command.description()));
  for (const inner of command.commands) joinDescriptions(inner);
}
