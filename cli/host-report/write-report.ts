// SPDX-License-Identifier: Apache-2.0
/** Writes the report of a host to a file, or to stdout. */

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { CommandContext } from '../command-context.ts';
import { escapeText } from '../../report/escape-text.ts';
import { exitCodes } from '../format/problem-line.ts';
import { formatReport } from './format-report.ts';
import { gatherReport, type GatherOptions } from './gather-report.ts';
import { createReplace } from './replace-names.ts';

export interface ReportOptions extends GatherOptions {
  /** `-` is stdout. */
  readonly file: string;
  /** Whether a file that is there is replaced. */
  readonly isForced: boolean;
}

/** Gives the exit code. Looks first whether the file may be written: the rest takes a while. */
export async function writeReport(context: CommandContext, options: ReportOptions): Promise<number> {
  const { file, withNames, isForced } = options;
  const { output } = context;
  if (file !== '-' && !isForced && existsSync(file)) throw isThere(file);
  const { report, privateValues } = await gatherReport(context, options);
  const text = formatReport(report, withNames ? undefined : createReplace(privateValues));
  if (file === '-') await output.write(text);
  else {
    await writeNew(file, text, isForced);
    await output.note(`Wrote ${escapeText(file)}. Read it before you send it.`);
  }
  return exitCodes.done;
}

async function writeNew(file: string, text: string, isForced: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: isForced ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw isThere(file);
    throw new Error(`cannot write ${escapeText(file)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isThere(file: string): Error {
  return new Error(`cannot write ${escapeText(file)}: it is there already; name another file, or add --force`);
}
