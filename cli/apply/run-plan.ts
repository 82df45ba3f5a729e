// SPDX-License-Identifier: Apache-2.0
/**
 * Does the steps of a plan one after the other. After one that fails, those that do not depend on it are done; what is
 * left is said.
 */

import { type Failure, isFailure } from '../../contract/errors.ts';
import type { Item, Result } from '../../contract/operations/index.ts';
import { escapeText } from '../../report/escape-text.ts';
import type { Client } from '../../rpc/client.ts';
import type { CommandContext } from '../command-context.ts';
import { createProgressLine, type ProgressLine } from '../output/progress-line.ts';
import { describeStepCount, stepJson } from './format-plan.ts';
import type { PlannedRequest, PlannedRequestName, PlannedStream, PlannedStreamName, Step } from './plan/step.ts';

/** Rejects with what the first step failed with; before that, says what each failed with, and which are left. */
export async function runPlan(context: CommandContext, client: Client, steps: readonly Step[]): Promise<void> {
  const { output } = context;
  const left: Step[] = [];
  const touched = new Set<string>();
  const failures: unknown[] = [];
  for (const [place, step] of steps.entries()) {
    const title = `[${place + 1}/${steps.length}] ${escapeText(step.what)}`;
    const subjects = subjectsOf(step.call);
    if (subjects.some((one) => touched.has(one))) {
      left.push(step);
      continue;
    }
    try {
      const note = noteOf(await runCall(context, client, { call: step.call, title }));
      if (output.isJson) await output.json({ done: { ...stepJson(step), note: note ?? null } });
      else if (!output.isQuiet) await output.write(`${title}${note === undefined ? '' : `; ${escapeText(note)}`}\n`);
    } catch (error) {
      failures.push(error);
      left.push(step);
      for (const one of subjects) touched.add(one);
      if (!isOfStep(error)) {
        left.push(...steps.slice(place + 1));
        break;
      }
      await sayFailure(context, step, { title, error });
    }
  }
  if (failures.length === 0) return;
  await sayWhatIsLeft(context, left, steps.length - left.length);
  throw failures[0];
}

/** The containers and networks of a step: those of one that failed are left as they are. */
function subjectsOf(call: Step['call']): readonly string[] {
  switch (call.operation) {
    case 'network.create':
      return [networkSubject(call.params.name)];
    case 'container.create':
    case 'network.change': {
      const { name, network } = call.params;
      return [name, ...(network?.kind === 'bridge' ? [networkSubject(network.bridge)] : [])];
    }
    case 'network.link':
    case 'network.unlink':
      return [call.params.name, call.params.other];
    case 'alert.set-rule':
      return call.params.choice.containers;
    default:
      return [call.params.name];
  }
}

const networkSubject = (name: string): string => `network ${name}`;

/** Anything else holds for the next step too: a caller without the right, or a helper that has gone. */
function isOfStep(error: unknown): error is Failure {
  return isFailure(error) && error.code !== 'cancelled' && error.code !== 'not-authorised';
}

async function sayFailure(
  { output }: CommandContext,
  step: Step,
  { title, error }: { readonly title: string; readonly error: Failure },
): Promise<void> {
  const { code, message } = error;
  if (output.isJson) await output.json({ failed: { ...stepJson(step), error: { code, message } } });
  else await output.complain(`${title}: ${escapeText(message)}\n`);
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

/** A call, and the title under which its progress is shown. */
interface TitledCall {
  readonly call: Step['call'];
  readonly title: string;
}

async function runCall(context: CommandContext, client: Client, { call, title }: TitledCall): Promise<Answer> {
  switch (call.operation) {
    case 'container.create':
    case 'container.confine':
    case 'volume.attach':
    case 'volume.detach':
      return runStream(context, client, { stream: call, title });
    default:
      return runRequest(context, client, { request: call, title });
  }
}

async function runRequest<Name extends PlannedRequestName>(
  context: CommandContext,
  client: Client,
  { request: { operation, params }, title }: { readonly request: PlannedRequest<Name>; readonly title: string },
): Promise<Result<Name>> {
  const progress = progressOf(context);
  await progress?.show(title);
  return client.request(operation, params, { signal: context.signal }).finally(() => progress?.clear());
}

/** Undefined where nobody looks. */
function progressOf({ output, environment }: CommandContext): ProgressLine | undefined {
  if (environment.stderr.isTTY !== true || output.isQuiet || output.isJson) return undefined;
  return createProgressLine(environment.stderr, output);
}

async function runStream<Name extends PlannedStreamName>(
  context: CommandContext,
  client: Client,
  { stream: { operation, params }, title }: { readonly stream: PlannedStream<Name>; readonly title: string },
): Promise<Result<Name>> {
  const { output, signal } = context;
  const call = client.stream(operation, params, { signal });
  const progress = progressOf(context);
  try {
    await progress?.show(title);
    for await (const item of call) {
      const skipped = skippedOf(item);
      if (skipped !== undefined)
        await output.note(`skipped ${escapeText(skipped.path)}: ${escapeText(skipped.reason)}`);
      else await progress?.show(`${title}: ${howFar(item)}`);
    }
  } finally {
    await progress?.clear();
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
