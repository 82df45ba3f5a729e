// SPDX-License-Identifier: Apache-2.0
/** Shows how far a change of a policy module is, and gives what it came to. */

import type { PolicyStep } from '../../contract/model/policy/policy-module.ts';
import type { CommandContext } from '../command-context.ts';
import { createProgressLine } from '../output/progress-line.ts';

interface Following<Result> extends AsyncIterable<{ readonly step: PolicyStep; readonly fraction: number }> {
  readonly result: Promise<Result>;
}

const words: Readonly<Record<PolicyStep, string>> = {
  check: 'checking the source',
  compile: 'compiling it against the loaded policy',
  wait: 'waiting for other changes of the policy',
  install: 'loading the policy; this cannot be given up any more',
  apply: 'bringing the container to it',
};

export async function followPolicyChange<Result>(
  { output, environment }: CommandContext,
  stream: Following<Result>,
): Promise<Result> {
  const progress = createProgressLine(environment.stderr, output);
  try {
    for await (const { step, fraction } of stream) {
      if (output.isQuiet) continue;
      if (output.isJson) await output.json({ step, fraction });
      else await progress.show(`${String(Math.round(fraction * 100)).padStart(3)} %  ${words[step]}`);
    }
  } finally {
    await progress.clear();
  }
  return stream.result;
}
