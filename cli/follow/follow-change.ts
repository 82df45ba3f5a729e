// SPDX-License-Identifier: Apache-2.0
/** Shows how a change of policy or labels goes on, and what came of it. */

import type { Change, ChangeProgress } from '../../contract/model/policy/change.ts';
import type { RemoteStream } from '../../rpc/client.ts';
import { changeJson } from '../format/json/change-json.ts';
import type { CommandContext } from '../command-context.ts';
import { escapeText } from '../../report/escape-text.ts';
import { followSteps } from './follow-steps.ts';

const words: Readonly<Record<ChangeProgress['step'], string>> = {
  wait: 'waiting for other changes of the policy',
  check: 'looking at what is there now',
  change: 'changing it',
  verify: 'verifying it',
};

export async function followChange(
  context: CommandContext,
  call: RemoteStream<ChangeProgress, Change>,
  done: string,
): Promise<void> {
  const change = await followSteps(context, call, words);
  const { output } = context;
  if (output.isJson) await output.json({ done: changeJson(change) });
  else if (!output.isQuiet) await output.write(`${done} ${change.id}: ${escapeText(change.summary)}\n`);
}
