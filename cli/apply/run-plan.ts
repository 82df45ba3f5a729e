// SPDX-License-Identifier: Apache-2.0
/** Does the steps of a plan one after the other. The first that fails ends it, and what is left is said. */

import type { Item, Result } from '../../contract/operations/index.ts';
import { escapeText } from '../../report/escape-text.ts';
import type { Client } from '../../rpc/client.ts';
import type { CommandContext } from '../command-context.ts';
import { createProgressLine } from '../output/progress-line.ts';
import { describeStepCount, stepJson } from './format-plan.ts';
import type { PlannedRequest, PlannedRequestName, PlannedStream, PlannedStreamName, Step } from './plan/step.ts';

/** Rejects with what the step failed with; before that, says which steps are left. */
export async function runPlan(context: CommandContext, client: Client, steps: readonly Step[]): Promise<void> {
  const { output } = context;
  for (const [place, step] of steps.entries()) {
    const title = `[${place + 1}/${steps.length}] ${escapeText(step.what)}`;
    try {
      const note = noteOf(await runCall(context, client, step.call, title));
      if (output.isJson) await output.json({ done: { ...stepJson(step), note: note ?? null } });
      else if (!output.isQuiet) await output.write(`${title}${note === undefined ? '' : `; ${escapeText(note)}`}\n`);
    } catch (error) {
      await sayWhatIsLeft(context, steps.slice(place), place);
      throw error;
    }
  }
}

async function sayWhatIsLeft({ output }: CommandContext, left: readonly Step[], done: number): Promise<void> {
  if (output.isJson) await output.json({ left: left.map(stepJson) });
  else
    await output.complain(
      [
        `${describeStepCount(done)} done, ${left.length} left:\n`,
        ...left.map(({ what }) => `  ${escapeText(what)}\n`),
      ].join(''),
    );
}

type Answer = Result<PlannedRequestName | PlannedStreamName>;

async function runCall(context: CommandContext, client: Client, call: Step['call'], title: string): Promise<Answer> {
  switch (call.operation) {
    case 'container.create':
    case 'container.confine':
    case 'volume.attach':
    case 'volume.detach':
      return runStream(context, client, call, title);
    default:
      return runRequest(context, client, call);
  }
}

function runRequest<Name extends PlannedRequestName>(
  { signal }: CommandContext,
  client: Client,
  { operation, params }: PlannedRequest<Name>,
): Promise<Result<Name>> {
  return client.request(operation, params, { signal });
}

async function runStream<Name extends PlannedStreamName>(
  { output, environment, signal }: CommandContext,
  client: Client,
  { operation, params }: PlannedStream<Name>,
  title: string,
): Promise<Result<Name>> {
  const call = client.stream(operation, params, { signal });
  const progress = createProgressLine(environment.stderr, output);
  const isShown = environment.stderr.isTTY === true && !output.isQuiet && !output.isJson;
  try {
    for await (const item of call) {
      const skipped = skippedOf(item);
      if (skipped !== undefined)
        await output.note(`skipped ${escapeText(skipped.path)}: ${escapeText(skipped.reason)}`);
      else if (isShown) await progress.show(`${title}: ${howFar(item)}`);
    }
  } finally {
    await progress.clear();
  }
  return call.result;
}

type Progress = Item<PlannedStreamName>;

/** A file of a volume that keeps its label. */
function skippedOf(item: Progress): { readonly path: string; readonly reason: string } | undefined {
  if ('type' in item) return item.type === 'skipped' ? item : undefined;
  return 'skipped' in item ? item.skipped : undefined;
}

function howFar(item: Progress): string {
  if ('fraction' in item) return `${Math.round(item.fraction * 100)} %`;
  return item.type === 'progress' ? `${item.files} of ${item.total} files` : '';
}

/** What the user should know about the outcome, where there is something. */
function noteOf(answer: Answer): string | undefined {
  const applied = 'applied' in answer ? answer.applied : [];
  const notes = applied.flatMap((one) => ('note' in one ? (one.note ?? []) : []));
  const isLater =
    ('applies' in answer && answer.applies === 'next-start') || applied.some(({ applies }) => applies === 'next-start');
  const all = [...(isLater ? ['from its next start'] : []), ...new Set(notes)];
  return all.length === 0 ? undefined : all.join('; ');
}
