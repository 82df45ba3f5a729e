// SPDX-License-Identifier: Apache-2.0
/** Asks a program for its version until it has answered, and again only when its file has changed. */

import { statSync } from 'node:fs';
import { runProgram } from './run-program.ts';

export interface ProgramVersion {
  /** The first line that it prints; undefined when it is not installed or does not say. */
  text(): Promise<string | undefined>;
}

export function createProgramVersion(path: string): ProgramVersion {
  let known: { readonly changedAt: number; readonly text: string } | undefined;
  return {
    async text() {
      // The file is looked at without the thread pool: an answer that is known must not wait behind the work of other
      // callers.
      const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
      if (changedAt === undefined) return undefined;
      if (known?.changedAt === changedAt) return known.text;
      const text = await ask(path);
      known = text === undefined ? undefined : { changedAt, text };
      return text;
    },
  };
}

async function ask(path: string): Promise<string | undefined> {
  try {
    const { code, stdout } = await runProgram(path, ['--version'], { timeoutMs: 10_000 });
    const line = stdout.trim().split('\n')[0];
    return code === 0 && line !== '' ? line : undefined;
  } catch {
    return undefined;
  }
}
