// SPDX-License-Identifier: Apache-2.0
/** Writes the report of a host to a file, or to stdout. */

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { HostCheck } from '../../contract/model/host/host-check.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { escapeText } from '../../report/escape-text.ts';
import type { GatherOptions, ReportSource } from '../../report/host-report/gather-report.ts';
import { checkText } from '../format/policy-check-text.ts';
import { exitCodes } from '../format/problem-line.ts';
import { runPolicyCheck } from '../policy-check/run-check.ts';
import { reportText } from '../../report/host-report/report-text.ts';
import { readPackageVersions } from './package-versions.ts';

export interface ReportOptions extends GatherOptions {
  readonly checksOf: (context: CommandContext) => Promise<readonly HostCheck[]>;
  /** `-` is stdout. */
  readonly file: string;
  /** Says whether a file that is there is replaced. */
  readonly isForced: boolean;
}

/** Gives the exit code. Looks first whether the file may be written: the rest takes a while. */
export async function writeReport(context: CommandContext, options: ReportOptions): Promise<number> {
  const { file, isForced } = options;
  const { output, signal } = context;
  if (file !== '-' && !isForced && existsSync(file)) throw isThere(file);
  const text = await reportText(sourceOf(context, options.checksOf), options, signal);
  if (file === '-') await output.write(text);
  else {
    await writeNew(file, text, isForced);
    await output.note(`Wrote ${escapeText(file)}. Read it before you send it.`);
  }
  return exitCodes.done;
}

function sourceOf(context: CommandContext, checksOf: ReportOptions['checksOf']): ReportSource {
  const { environment, host, signal } = context;
  return {
    by: `bulkheadctl ${environment.version}`,
    now: environment.now,
    withClient: (work) => withClient(context, work),
    checks: () => checksOf(context),
    here:
      host.kind === 'local'
        ? { policy: () => policyOf(signal), packages: () => readPackageVersions(signal) }
        : undefined,
  };
}

async function policyOf(signal: AbortSignal): Promise<string> {
  const result = await runPolicyCheck(undefined, signal);
  return [...result.remarks.map((remark) => `${remark}\n`), checkText(result, (text) => text)].join('');
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
