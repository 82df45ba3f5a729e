// SPDX-License-Identifier: Apache-2.0
/**
 * Writes each call that changes the host to the activity log: before it runs, and how it ended; also the denied calls.
 */

import * as z from 'zod';
import { isFailure } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operation.ts';
import { type OperationName, operations } from '../../contract/operations/index.ts';
import { say, textOf, type Words } from '../../contract/text.ts';
import type { Identity } from './identity.ts';
import { type ActivityLog, endedWithHelper, type EndedOutcome, type NewActivity } from '../journal/activity-log.ts';
import type { SpareRoom } from '../journal/spare-room.ts';
import type { Log } from '../system/log.ts';
import { requestOf } from './requested.ts';
import { subjectOf } from './subject.ts';

/** A call that was not admitted. */
export interface DeniedCall {
  readonly name: OperationName;
  readonly params: unknown;
  readonly identity: Identity;
}

export interface RecordedCall extends DeniedCall {
  readonly signal: AbortSignal;
  /** What has ended by now as a whole: the connection, or the helper's serving; undefined while both continue. */
  readonly ended?: () => 'connection' | 'helper' | undefined;
}

/** Says where a call is recorded: in the activity log, or in the helper's own log when the disk has no space. */
export interface Records {
  readonly activity: ActivityLog;
  readonly log: Log;
  /** Given to operations that free space. */
  readonly spareRoom?: SpareRoom;
}

/** Why a call was not admitted: somebody said no, or it was cancelled before. */
export interface Denial {
  readonly outcome: 'denied' | 'cancelled';
  readonly detail: Words;
}

/** A call that cannot be recorded does not run, unless it frees space. */
export async function recordRun<T>(
  records: Records,
  call: RecordedCall,
  run: (record?: number) => Promise<T>,
): Promise<T> {
  if (!operations[call.name].changes) return run();
  if (operations[call.name].runsOnFullDisk !== true) return recordAndRun(records, call, run);
  records.spareRoom?.give();
  try {
    return await recordAndRun(records, call, run);
  } finally {
    records.spareRoom?.keep();
  }
}

async function recordAndRun<T>(records: Records, call: RecordedCall, run: (record?: number) => Promise<T>): Promise<T> {
  const id = begin(records, call);
  const end = (outcome: EndedOutcome, detail: Words | null): void => {
    const ended = { ...call, outcome, detail };
    if (id === undefined) tell(records.log, ended);
    else orTell(records.log, ended, () => records.activity.end(id, outcome, detail));
  };
  try {
    const result = await run(id);
    end('done', describeResult(call, result));
    return result;
  } catch (error) {
    const { outcome, detail } = endingOfRun(error, call);
    end(outcome, detail);
    throw error;
  }
}

/** Writes a call that was not admitted, if it would have changed the host. */
export function recordDenial(records: Records, call: DeniedCall, denial: Denial): void {
  if (!operations[call.name].changes) return;
  const { outcome, detail } = denial;
  orTell(records.log, { ...call, outcome, detail }, () => records.activity.deny(activityOf(call), outcome, detail));
}

/** Undefined for a call that runs without a record. */
function begin({ activity, log }: Records, call: RecordedCall): number | undefined {
  try {
    return activity.begin(activityOf(call));
  } catch (error) {
    if (!isFailure(error, 'disk-full') || operations[call.name].runsOnFullDisk !== true) throw error;
    tell(log, { ...call, outcome: 'running', detail: null });
    return undefined;
  }
}

/** A call as the helper's own log has it. */
interface LoggedCall extends DeniedCall {
  readonly outcome: EndedOutcome | 'running';
  readonly detail: Words | null;
}

/** Writes, or tells the log where the disk is full: a call that has ended keeps its result. */
function orTell(log: Log, call: LoggedCall, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isFailure(error, 'disk-full')) throw error;
    tell(log, call);
  }
}

function tell(log: Log, call: LoggedCall): void {
  const { outcome, detail } = call;
  const { request, ...activity } = activityOf(call);
  log('warning', 'activity-not-recorded', {
    ...activity,
    outcome,
    detail: detail === null ? null : textOf(detail),
    ...(request !== null && { request: JSON.stringify(request) }),
  });
}

function activityOf({ name, params, identity }: DeniedCall): Required<NewActivity> {
  return {
    operation: name,
    subject: subjectOf(params) ?? null,
    uid: identity.uid,
    user: identity.user,
    request: requestOf(name, params),
  };
}

const sessionEnds = {
  session: say('closed by its client'),
  connection: say('ended with the connection of its client'),
  helper: endedWithHelper,
} as const;

/** A session that is ended from outside was not cancelled: it was open, and is closed. */
function endingOfRun(error: unknown, call: RecordedCall): { readonly outcome: EndedOutcome; readonly detail: Words } {
  const ending = endingOf(error, call.signal);
  const operation: Operation = operations[call.name];
  if (ending.outcome !== 'cancelled' || operation.isSession !== true) return ending;
  return { outcome: 'ended', detail: sessionEnds[call.ended?.() ?? 'session'] };
}

const exitSchema = z.object({ exitCode: z.number() });

/** The result of a session that ended by itself. */
function describeResult({ name }: RecordedCall, result: unknown): Words | null {
  const operation: Operation = operations[name];
  const exitCode = exitSchema.safeParse(result).data?.exitCode;
  return operation.isSession === true && exitCode !== undefined ? say('exit code {exitCode}', { exitCode }) : null;
}

function endingOf(error: unknown, signal: AbortSignal): { readonly outcome: EndedOutcome; readonly detail: Words } {
  if (isFailure(error) && error.code !== 'cancelled') return { outcome: 'failed', detail: error.words };
  if (signal.aborted || isFailure(error))
    return { outcome: 'cancelled', detail: say('cannot finish: it was cancelled') };
  return { outcome: 'failed', detail: say('a fault in the helper; its log has the details') };
}
