// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the process that has read the loaded policy: it starts with the first question, reads again when the kernel has
 * another policy, and ends when it gets no question for a while.
 */

import { fail, Failure } from '../../../contract/errors.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { say } from '../../../contract/text.ts';
import type { WithoutRights } from '../../system/programs/without-rights.ts';
import type { WorkGroup } from '../../system/programs/work-group.ts';
import { ownerOf } from '../../system/work/call-owner.ts';
import { createTurns } from '../../system/work/turns.ts';
import { startDecompiler } from './kernel-policy.ts';
import type { QuestionKind, Questions } from './questions.ts';
import { feedPolicy, hasEnded, type Reader, startReader } from './reader-process.ts';

export interface PolicyProcess {
  /** Fails with `policy-unavailable` where there is no policy to ask, or the process ends. */
  ask<Kind extends QuestionKind>(
    kind: Kind,
    question: Questions[Kind]['question'],
    signal: AbortSignal,
  ): Promise<Questions[Kind]['answer']>;
  close(): void;
}

export interface PolicyProcessOptions {
  /** The program of the process, beside the helper's own. */
  readonly reader: string;
  /** Changes with the loaded policy; undefined without SELinux. */
  readonly sequence: () => number | undefined;
  /** Writes the policy as CIL. */
  readonly decompile?: typeof startDecompiler;
  /** Milliseconds without a question after which the process is ended. */
  readonly idleMs?: number;
  /** Where it runs, outside the helper's cgroup. */
  readonly work: WorkGroup;
  /** Who the process runs as; the caller's own user when undefined. */
  readonly user?: WithoutRights;
}

interface ProcessState {
  readonly options: PolicyProcessOptions;
  /** The process that reads the policy of now, or has read it; undefined while there is none. */
  current: Reader | undefined;
  idle: NodeJS.Timeout | undefined;
  latestId: number;
}

interface Asked<Kind extends QuestionKind> {
  readonly kind: Kind;
  readonly question: Questions[Kind]['question'];
}

export function createPolicyProcess(options: PolicyProcessOptions): PolicyProcess {
  // The process answers one question after another.
  const turns = createTurns({ each: serviceLimits.policyQuestionsPerUser.value });
  const state: ProcessState = { options, current: undefined, idle: undefined, latestId: 0 };

  return {
    ask: (kind, question, signal) =>
      turns.run(ownerOf(signal), () => askReader(state, { kind, question }, signal), signal),
    close: () => end(state),
  };
}

async function askReader<Kind extends QuestionKind>(
  state: ProcessState,
  asked: Asked<Kind>,
  signal: AbortSignal,
): Promise<Questions[Kind]['answer']> {
  const reader = readerOfNow(state);
  rest(state);
  await abortable(reader.ready, signal);
  state.latestId += 1;
  const id = state.latestId;
  const answered = new Promise<Questions[Kind]['answer']>((resolve, reject) => {
    if (!reader.child.connected) reject(unavailable());
    reader.waiting.set(id, { resolve, reject });
  });
  if (reader.child.connected) reader.child.send({ id, kind: asked.kind, question: asked.question });
  return abortable(answered, signal).finally(() => reader.waiting.delete(id));
}

/** Gives the process for the loaded policy: starts it where there is none, and has it read where that is another. */
function readerOfNow(state: ProcessState): Reader {
  const { sequence, reader: program, work, user } = state.options;
  const now = sequence() ?? fail('policy-unavailable', { reason: say('the kernel of this host runs without SELinux') });
  if (state.current?.sequence === now) return state.current;
  const reader = state.current ?? startReader({ program, work, user });
  if (state.current === undefined) reader.child.once('exit', () => drop(state, reader));
  state.current = reader;
  readPolicy(state, reader, now);
  return reader;
}

/** Has it read the policy of now. Questions that were sent before are answered from the one that it had. */
function readPolicy(state: ProcessState, reader: Reader, now: number): void {
  const { decompile = startDecompiler } = state.options;
  reader.sequence = now;
  reader.ready = reader.ready.then(() => feedPolicy(reader, decompile));
  reader.ready.catch(() => drop(state, reader));
}

/** Ends the process; questions that still wait fail, and the next question starts a new process. */
function drop(state: ProcessState, reader: Reader): void {
  if (state.current === reader) state.current = undefined;
  reader.child.kill('SIGKILL');
  reader.place.end().catch(() => undefined);
  for (const { reject } of reader.waiting.values()) reject(unavailable());
  reader.waiting.clear();
}

function end(state: ProcessState): void {
  clearTimeout(state.idle);
  if (state.current !== undefined) drop(state, state.current);
}

/** Ends the process after a while without a question. */
function rest(state: ProcessState): void {
  const { idleMs = 300_000 } = state.options;
  clearTimeout(state.idle);
  state.idle = setTimeout(() => end(state), idleMs).unref();
}

function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function unavailable(): Error {
  return new Failure('policy-unavailable', { reason: hasEnded });
}
