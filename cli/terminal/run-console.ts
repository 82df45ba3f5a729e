// SPDX-License-Identifier: Apache-2.0
/** Joins the user's terminal, or pipes, to a command in a container. */

import type { Client, RemoteChannel } from '../../rpc/client.ts';
import type { Input, Item, Result } from '../../contract/operations/index.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { createConsoleInput, type ConsoleInput, windowSize } from './console-input.ts';
import { createNewlineTranslator } from './newline-translator.ts';
import { enterRawMode } from './raw-mode.ts';
import { createSequenceFilter } from './sequence-filter.ts';

export interface ConsoleTarget {
  readonly name: string;
  /** A login shell when left out. */
  readonly command?: readonly string[];
  /** Root when left out. */
  readonly user?: string;
  readonly folder?: string;
  /** Passes everything that the container sends to a terminal, without a filter. */
  readonly isRaw: boolean;
}

type Console = RemoteChannel<Item<'console.open'>, Result<'console.open'>, Input<'console.open'>>;

/** Gives the command's exit code. The terminal is restored however the function ends. */
export function runConsole(context: CommandContext, target: ConsoleTarget): Promise<number> {
  return withClient(context, async (client) => {
    const { stdin, stdout } = context.environment;
    const channel = openConsole(client, context, target);
    const restore = enterRawMode(context.environment);
    const input = createConsoleInput(stdin, stdout);
    try {
      void forward(input, channel);
      await show(context, channel, target);
      return (await channel.result).exitCode;
    } finally {
      input.stop();
      restore();
    }
  });
}

function openConsole(
  client: Client,
  { signal, environment }: CommandContext,
  { command, isRaw: _, ...target }: ConsoleTarget,
): Console {
  const size = windowSize(environment.stdout);
  return client.channel('console.open', { ...target, ...(command && { command: [...command] }), ...size }, { signal });
}

/**
 * A terminal gets only what cannot act outside of its screen, unless everything is asked for; a pipe or a file gets the
 * bytes.
 */
async function show(
  { output, environment }: CommandContext,
  channel: Console,
  { isRaw }: Pick<ConsoleTarget, 'isRaw'>,
): Promise<void> {
  if (environment.stdout.isTTY === true) {
    const sequences = createSequenceFilter();
    for await (const { data } of channel) await output.write(isRaw ? data : sequences.filter(data));
    return;
  }
  const newlines = createNewlineTranslator();
  for await (const { data } of channel) await output.write(newlines.translate(data));
  await output.write(newlines.end());
}

/** Ends with the channel. The channel's result says why it ended, so an error from a late send adds nothing. */
async function forward(input: ConsoleInput, channel: Console): Promise<void> {
  try {
    for await (const message of input) await channel.send(message);
  } catch {
    input.stop();
  }
}
