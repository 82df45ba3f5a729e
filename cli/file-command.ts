// SPDX-License-Identifier: Apache-2.0
/**
 * `denials --input FILE` for itself: begun at once, without what other commands need. Only a command line that is
 * plainly this one, and right, is run here; all others, and all errors in them, are for the whole command line.
 */

import { parseArgs } from 'node:util';
import { parseSince } from './arguments/parse-since.ts';
import { type FileOptions, showDenialsOfFile } from './commands/denials/denials-of-file.ts';
import { InputError, inputProblem } from './input-error.ts';
import {
  createOutput,
  ignoreErrorEvents,
  type Output,
  OutputClosedError,
  type OutputChoices,
} from './output/output.ts';
import { exitCodes, problemLine } from './format/problem-line.ts';
import type { FileCommandEnvironment } from './command-environment.ts';

export interface FileCommand {
  readonly choices: OutputChoices;
  readonly options: FileOptions;
}

/** Writes what went wrong, and gives the exit code. */
export type TellProblem = (problem: unknown, output: Output) => Promise<number>;

/** Undefined when it is another command, or is not as it should be. */
export function parseFileCommand(words: readonly string[], now: number): FileCommand | undefined {
  const at = words.indexOf('denials');
  if (at === -1) return undefined;
  try {
    const choices = parseArgs({
      args: words.slice(0, at),
      options: { json: { type: 'boolean', default: false }, quiet: { type: 'boolean', default: false } },
    }).values;
    const {
      input,
      events,
      since: text,
    } = parseArgs({
      args: words.slice(at + 1),
      options: { input: { type: 'string' }, events: { type: 'boolean', default: false }, since: { type: 'string' } },
    }).values;
    const since = text === undefined ? undefined : parseSince(text, now);
    if (input === undefined || input === '' || (text !== undefined && since === undefined)) return undefined;
    return {
      choices: { isJson: choices.json, isQuiet: choices.quiet },
      options: { file: input, isEvents: events, since },
    };
  } catch {
    return undefined;
  }
}

/** Gives the exit code. `tell` is for what is not about the file: the user's interruption, or a fault. */
export async function runFileCommand(
  { choices, options }: FileCommand,
  environment: FileCommandEnvironment,
  tell: TellProblem,
): Promise<number> {
  const output = createOutput(environment, choices);
  const interruption = new AbortController();
  const stopListening = environment.onInterrupt(() => interruption.abort());
  const heedErrors = ignoreErrorEvents(environment);
  try {
    await showDenialsOfFile({ output, environment, signal: interruption.signal }, options);
    return exitCodes.done;
  } catch (error) {
    if (error instanceof OutputClosedError) return exitCodes.done;
    if (!(error instanceof InputError)) return await tell(interruption.signal.aborted ? 'interrupted' : error, output);
    const problem = inputProblem(error);
    await output.complain(problemLine(problem, choices.isJson));
    return problem.exitCode;
  } finally {
    heedErrors();
    stopListening();
  }
}
