// SPDX-License-Identifier: Apache-2.0
/**
 * What goes to a console in a container: keys or piped bytes, the end of a pipe as Ctrl-D, and the size of the window.
 * Reads no faster than the container takes it.
 */

import { StringDecoder } from 'node:string_decoder';
import type { Input } from '../../contract/operations/index.ts';
import { createQueue } from '../../rpc/async/queue.ts';
import type { InputStream, OutputStream } from '../command-environment.ts';

export interface ConsoleInput extends AsyncIterable<Input<'console.open'>> {
  /** Stops listening; the terminal's owner gets its keys again. */
  stop(): void;
}

export interface ConsoleInputOptions {
  /** A key that is not the container's, where somebody types: called instead of sending it and what comes after it. */
  readonly leave?: { readonly key: string; readonly onLeave: () => void };
  /** Says whether the end of a pipe is sent as Ctrl-D; true when left out. */
  readonly sendsEnd?: boolean;
}

export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

const endOfTransmission = '\x04';
const maxWaiting = 16;
/** Limits the bytes of one message, well below what the contract takes. */
const maxBytes = 16 * 1024;

/** Undefined when the stream is no terminal, or one that does not know its size. */
export function windowSize({ isTTY, columns, rows }: OutputStream): WindowSize | undefined {
  if (isTTY !== true || !columns || !rows) return undefined;
  return { columns: within(columns), rows: within(rows) };
}

export function createConsoleInput(
  stdin: InputStream,
  stdout: OutputStream,
  { leave, sendsEnd = true }: ConsoleInputOptions = {},
): ConsoleInput {
  const decoder = new StringDecoder('utf8');
  const queue = createQueue<Input<'console.open'>>(() => void stdin.resume());
  let last = '\n';

  function send(data: string): void {
    if (data === '') return;
    last = data.at(-1) ?? last;
    if (queue.push({ type: 'data', data }) >= maxWaiting) stdin.pause();
  }
  // Cut as bytes: the decoder keeps a character that a cut goes through whole.
  const onData = (chunk: Buffer): void => {
    const end = leave === undefined || stdin.isTTY !== true ? -1 : chunk.indexOf(leave.key);
    const typed = end < 0 ? chunk : chunk.subarray(0, end);
    for (let at = 0; at < typed.length; at += maxBytes) send(decoder.write(typed.subarray(at, at + maxBytes)));
    if (end >= 0) leave?.onLeave();
  };
  /**
   * Ends the input. Within a line, the first Ctrl-D only hands over what there is of it, and the second one ends the
   * input.
   */
  const onEnd = (): void => {
    send(decoder.end());
    if (sendsEnd) send(last === '\n' || last === '\r' ? endOfTransmission : endOfTransmission.repeat(2));
  };
  const onResize = (): void => {
    const size = windowSize(stdout);
    if (size !== undefined) queue.push({ type: 'resize', ...size });
  };

  stdin.on('data', onData).once('end', onEnd);
  stdout.on('resize', onResize);
  return {
    [Symbol.asyncIterator]: () => queue[Symbol.asyncIterator](),
    stop() {
      stdin.off('data', onData).off('end', onEnd).pause();
      stdout.off('resize', onResize);
      queue.end();
    },
  };
}

/** The contract's range. */
function within(size: number): number {
  return Math.min(1000, Math.max(2, size));
}
