// SPDX-License-Identifier: Apache-2.0
/** Finds the command of the definition that a command line names. */

import type { Command } from 'commander';
import { nextOperand } from './protect-operands.ts';

/** The innermost command that the words name; the program itself when they name none. */
export function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (let place = nextOperand(words, 0); place < words.length; place = nextOperand(words, place + 1)) {
    const inner = command.commands.find((one) => one.name() === words[place]);
    if (inner === undefined) return command;
    command = inner;
  }
  return command;
}

/** Lists the words of a command, the program's first: `bulkheadctl`, `snapshot`, `take`. */
export function pathOf(command: Command): readonly string[] {
  return command.parent === null ? [command.name()] : [...pathOf(command.parent), command.name()];
}
