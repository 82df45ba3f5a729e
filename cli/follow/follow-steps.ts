// SPDX-License-Identifier: Apache-2.0
/** Shows how far work is that goes step by step, in words on one line or as JSON, and gives what it came to. */

import type { CommandContext } from '../command-context.ts';
import { createProgressLine } from '../output/progress-line.ts';

export interface Steps<Step extends string, Result> extends AsyncIterable<{
  readonly step: Step;
  readonly fraction: number;
}> {
  readonly result: Promise<Result>;
}

export async function followSteps<Step extends string, Result>(
  { output, environment }: CommandContext,
  call: Steps<Step, Result>,
  words: Readonly<Record<Step, string>>,
): Promise<Result> {
  const progress = createProgressLine(environment.stderr, output);
  try {
    for await (const { step, fraction } of call) {
      if (output.isQuiet) continue;
      if (output.isJson) await output.json({ step, fraction });
      else await progress.show(`${String(Math.round(fraction * 100)).padStart(3)} %  ${words[step]}`);
    }
  } finally {
    await progress.clear();
  }
  return call.result;
}
