// SPDX-License-Identifier: Apache-2.0
/**
 * Writes for a command: results to stdout, everything else to stderr. It waits for the reader; a reader that has left
 * ends the command quietly.
 */

import type { FileCommandEnvironment } from '../command-environment.ts';
import { escapeText } from '../../report/escape-text.ts';
import { jsonText } from './json-text.ts';
import type { Paint } from '../../report/paint.ts';
import { createPaint } from './paint.ts';
import { visibleText } from './visible-text.ts';

export interface Output {
  /** Says whether a program reads the output: results are then values, as JSON or YAML, and not text for people. */
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  /** Columns of the terminal that shows the results; undefined where none does, or where all is wanted. */
  readonly width: number | undefined;
  readonly paint: Paint;
  /** Colour for what goes to stderr. */
  readonly paintError: Paint;
  /**
   * Writes text for people to stdout. Whatever in it would act on a terminal is escaped, but for newlines, tabs and own
   * colours. Rejects with {@link OutputClosedError} when nobody reads any more.
   */
  write(text: string): Promise<void>;
  /** Text that a program reads, to stdout: as it is, unless a terminal shows it. */
  writeExact(text: string): Promise<void>;
  /** Bytes to stdout. Rejects as `write` does. */
  writeBytes(bytes: Uint8Array): Promise<void>;
  /** Writes one value: JSON on a line of its own, or as the choices write values. */
  json(value: unknown): Promise<void>;
  /** Writes a line for people to stderr. It is silent with --quiet, and where results are values. */
  note(text: string): Promise<void>;
  /** Text for people to stderr, always; escaped as `write` does. */
  complain(text: string): Promise<void>;
}

/** The columns that a terminal is taken to have when it does not say how many. */
const usualWidth = 80;

/** The reader of stdout has gone: there is nothing left to do, and nothing wrong. */
export class OutputClosedError extends Error {}

export interface OutputChoices {
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  /** Tables are whole, also on a terminal that has no room for them. */
  readonly isWide?: boolean;
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
  { isJson, isQuiet, isWide = false, formatValue = formatJson }: OutputChoices,
): Output {
  const write = (text: string | Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      stdout.write(text, (error) => {
        if (error) reject(explain(error));
        else resolve();
      });
    });
  const visible = (text: string): string => visibleText(text, { hasSequences: stdout.isTTY === true });
  const complain = (text: string): Promise<void> =>
    new Promise((resolve) => {
      stderr.write(visibleText(text, { hasSequences: stderr.isTTY === true }), () => resolve());
    });

  return {
    isJson,
    isQuiet,
    width: stdout.isTTY === true && !isWide ? stdout.columns || usualWidth : undefined,
    paint: createPaint(stdout, variables),
    paintError: createPaint(stderr, variables),
    write: (text) => write(visible(text)),
    writeExact: (text) => write(stdout.isTTY === true ? visible(text) : text),
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
