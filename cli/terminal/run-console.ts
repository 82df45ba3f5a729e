// SPDX-License-Identifier: Apache-2.0
/** Joins the user's terminal, or pipes, to a command in a container, or to its boot console. */

import type { Client, RemoteChannel } from '../../rpc/client.ts';
import type { Input, Item, Result } from '../../contract/operations/index.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { createConsoleInput, type ConsoleInput, type ConsoleInputOptions, windowSize } from './console-input.ts';
import { createNewlineTranslator, type NewlineTranslator } from './newline-translator.ts';
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
  return withClient(context, (client) => join(context, openConsole(client, context, target), { isRaw: target.isRaw }));
}

/** Is the key by which `virsh` and telnet are left, too. */
const leaveKey = '\x1d';

/** Ends with the container, or when the person presses Ctrl-]: a boot console has no end of its own. */
export function runBootConsole(
  context: CommandContext,
  { name, isRaw }: Pick<ConsoleTarget, 'name' | 'isRaw'>,
): Promise<number> {
  return withClient(context, async (client) => {
    const { stdin, stdout, stderr } = context.environment;
    const left = new AbortController();
    const signal = AbortSignal.any([context.signal, left.signal]);
    const channel = client.channel('console.open-boot', { name, ...windowSize(stdout) }, { signal });
    if (stdin.isTTY === true) stderr.write(`Ctrl-] leaves the boot console of ${name}.\r\n`);
    try {
      const leave = { key: leaveKey, onLeave: () => left.abort() };
      // The end of a pipe ends the input alone: as Ctrl-D it would log out the person who is logged in there.
      return await join(context, channel, { isRaw, leave, sendsEnd: false });
    } catch (error) {
      if (left.signal.aborted) return 0;
      throw error;
    }
  });
}

async function join(
  context: CommandContext,
  channel: Console,
  { isRaw, ...options }: Pick<ConsoleTarget, 'isRaw'> & ConsoleInputOptions,
): Promise<number> {
  const { stdin, stdout } = context.environment;
  let leave = (): void => undefined;
  // This waits for the first item, which says that the command runs: until then polkit may ask on the same terminal.
  const begin = (): void => {
    const restore = enterRawMode(context.environment);
    const input = createConsoleInput(stdin, stdout, options);
    leave = () => {
      input.stop();
      restore();
    };
    void forward(input, channel);
  };
  if (stdin.isTTY !== true) begin();
  try {
    await show(context, channel, { isRaw, onFirst: stdin.isTTY === true ? begin : () => undefined });
    return (await channel.result).exitCode;
  } finally {
    leave();
  }
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
  { isRaw, onFirst }: { readonly isRaw: boolean; readonly onFirst: () => void },
): Promise<void> {
  const way = wayTo(environment.stdout.isTTY === true, isRaw);
  let isFirst = true;
  for await (const { data } of channel) {
    if (isFirst) onFirst();
    isFirst = false;
    await output.writeBytes(way.translate(data));
  }
  await output.writeBytes(way.end());
}

function wayTo(isTerminal: boolean, isRaw: boolean): NewlineTranslator {
  if (!isTerminal) return createNewlineTranslator();
  return isRaw ? { translate: (bytes) => bytes, end: () => new Uint8Array() } : throughFilter();
}

/** A terminal gets characters, and they are whole: what is not UTF-8 is the character for that. */
function throughFilter(): NewlineTranslator {
  const [decoder, encoder, sequences] = [new TextDecoder(), new TextEncoder(), createSequenceFilter()];
  return {
    translate: (bytes) => encoder.encode(sequences.filter(decoder.decode(bytes, { stream: true }))),
    end: () => encoder.encode(sequences.filter(decoder.decode())),
  };
}

/** Ends with the channel. The channel's result says why it ended, so an error from a late send adds nothing. */
async function forward(input: ConsoleInput, channel: Console): Promise<void> {
  try {
    for await (const message of input) await channel.send(message);
  } catch {
    input.stop();
  }
}
