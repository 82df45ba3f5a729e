// SPDX-License-Identifier: Apache-2.0
/**
 * Where a command writes: results to stdout, everything else to stderr. Waits for the reader; a reader that has left
 * ends the command quietly.
 */

import type { FileCommandEnvironment } from '../command-environment.ts';
import { escapeText } from '../../report/escape-text.ts';
import { jsonText } from './json-text.ts';
import { createPaint, type Paint } from './paint.ts';

export interface Output {
  /** Whether a program reads it: results are values, as JSON or YAML, and not text for people. */
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly paint: Paint;
  /** Colour for what goes to stderr. */
  readonly paintError: Paint;
  /** To stdout, as it is. Rejects with {@link OutputClosedError} when nobody reads any more. */
  write(text: string): Promise<void>;
  /** Bytes to stdout. Rejects as `write` does. */
  writeBytes(bytes: Uint8Array): Promise<void>;
  /** One value: JSON on a line of its own, or as the choices write values. */
  json(value: unknown): Promise<void>;
  /** A line for people on stderr; silent with --quiet, and where results are values. */
  note(text: string): Promise<void>;
  /** To stderr, as it is, always. */
  complain(text: string): Promise<void>;
}

/** The reader of stdout has gone: there is nothing left to do, and nothing wrong. */
export class OutputClosedError extends Error {}

export interface OutputChoices {
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  /** How a value is written, with its newline; JSON on one line when left out. */
  readonly formatValue?: (value: unknown) => Promise<string>;
}

/** A write that fails tells its own caller; the stream's event has nothing to add. Gives the way to end that. */
export function ignoreErrorEvents({ stdout, stderr }: FileCommandEnvironment): () => void {
  const ignore = (): void => undefined;
  stdout.on('error', ignore);
  stderr.on('error', ignore);
  return () => {
    stdout.off('error', ignore);
    stderr.off('error', ignore);
  };
}

export function createOutput(
  { stdout, stderr, variables }: FileCommandEnvironment,
  { isJson, isQuiet, formatValue = formatJson }: OutputChoices,
): Output {
  const write = (text: string | Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      stdout.write(text, (error) => {
        if (error) reject(explain(error));
        else resolve();
      });
    });
  const complain = (text: string): Promise<void> => new Promise((resolve) => void stderr.write(text, () => resolve()));

  return {
    isJson,
    isQuiet,
    paint: createPaint(stdout, variables),
    paintError: createPaint(stderr, variables),
    write,
    writeBytes: write,
    json: async (value) => write(await formatValue(value)),
    note: async (text) => (isQuiet || isJson ? undefined : complain(`${escapeText(text)}\n`)),
    complain,
  };
}

async function formatJson(value: unknown): Promise<string> {
  return `${jsonText(value)}\n`;
}

function explain(error: Error): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return new OutputClosedError();
  return new Error(`cannot write the output: ${error.message}`);
}
