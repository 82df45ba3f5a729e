// SPDX-License-Identifier: Apache-2.0
/** Asks the person at the terminal before something is changed. */

import { createInterface } from 'node:readline/promises';
import type { CommandContext } from '../command-context.ts';
import { UsageError } from '../usage-error.ts';

/** False when the answer is not yes. Scripts, which nobody answers for, say so with --yes. */
export async function confirm(context: CommandContext, question: string): Promise<boolean> {
  return context.output.isJson || askAtTerminal(context, question);
}

/** Asks a question at the terminal, also where results are JSON; true where the person agrees. */
export async function askAtTerminal({ environment, signal }: CommandContext, question: string): Promise<boolean> {
  const { stdin, stderr } = environment;
  if (stdin.isTTY !== true) throw new UsageError('nobody can be asked, since the input is no terminal: give --yes');
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `, { signal })).trim());
  } finally {
    lines.close();
  }
}
