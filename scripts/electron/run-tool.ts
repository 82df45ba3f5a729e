// SPDX-License-Identifier: Apache-2.0
/** Runs a program to its end. */

import { execFile } from 'node:child_process';

export interface ToolOptions {
  readonly signal?: AbortSignal | undefined;
  readonly cwd?: string;
  /** What the program reads. */
  readonly input?: string;
}

/** Gives what the program printed; raises with the last line of its complaint when it fails. */
export function runTool(
  program: string,
  words: readonly string[],
  { input, ...options }: ToolOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, { ...options, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(
          new Error(`cannot run ${program} ${words.join(' ')}: ${stderr.trim().split('\n').at(-1) || error.message}`, {
            cause: error,
          }),
        );
    });
    // A program that ends without reading says itself why.
    child.stdin?.on('error', () => undefined).end(input);
  });
}
