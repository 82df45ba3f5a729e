/** Writes each call that changes the host to the activity log: before it runs, and how it ended; also the calls that were refused. */

import { isFailure } from '../../contract/errors.ts';
import { type OperationName, operations } from '../../contract/operations/index.ts';
import type { Identity } from '../identity.ts';
import type { ActivityLog, EndedOutcome, NewActivity } from '../journal/activity-log.ts';
import type { SpareRoom } from '../journal/spare-room.ts';
import type { Log } from '../log.ts';
import { subjectOf } from './subject.ts';

export interface RecordedCall {
  readonly name: OperationName;
  readonly params: unknown;
  readonly identity: Identity;
  readonly signal: AbortSignal;
}

/** Where a call is recorded: in the activity log, or when the disk has no room for that in the helper's own. */
export interface Records {
  readonly activity: ActivityLog;
  readonly log: Log;
  /** Given to what makes room. */
  readonly spareRoom?: SpareRoom;
}

/** A call that cannot be recorded does not run, unless it makes room. */
export async function recordRun<T>(records: Records, call: RecordedCall, run: (record?: number) => Promise<T>): Promise<T> {
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
  const end = (outcome: EndedOutcome, detail: string | null): void => {
    if (id === undefined) tell(records.log, call, outcome, detail);
    else orTell(records, call, { outcome, detail }, () => records.activity.end(id, outcome, detail));
  };
  try {
    const result = await run(id);
    end('done', null);
    return result;
  } catch (error) {
    const { outcome, detail } = endingOf(error, call.signal);
    end(outcome, detail);
    throw error;
  }
}

export async function recordRefusal<T>(records: Records, call: RecordedCall, admit: () => Promise<T>): Promise<T> {
  try {
    return await admit();
  } catch (error) {
    if (operations[call.name].changes) {
      const ending = endingOf(error, call.signal);
      const outcome = ending.outcome === 'cancelled' ? 'cancelled' : 'refused';
      orTell(records, call, { outcome, detail: ending.detail }, () => records.activity.refuse(activityOf(call), outcome, ending.detail));
    }
    throw error;
  }
}

/** Undefined for a call that runs all the same. */
function begin({ activity, log }: Records, call: RecordedCall): number | undefined {
  try {
    return activity.begin(activityOf(call));
  } catch (error) {
    if (!isFailure(error, 'disk-full') || operations[call.name].runsOnFullDisk !== true) throw error;
    tell(log, call, 'running', null);
    return undefined;
  }
}

/** What has happened has happened, whether or not there is room to write it down. */
function orTell({ log }: Records, call: RecordedCall, ending: { readonly outcome: EndedOutcome; readonly detail: string | null }, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isFailure(error, 'disk-full')) throw error;
    tell(log, call, ending.outcome, ending.detail);
  }
}

function tell(log: Log, call: RecordedCall, outcome: string, detail: string | null): void {
  log('warning', 'activity-not-recorded', { ...activityOf(call), outcome, detail });
}

function activityOf({ name, params, identity }: RecordedCall): NewActivity {
  return { operation: name, subject: subjectOf(params) ?? null, uid: identity.uid, user: identity.user };
}

function endingOf(error: unknown, signal: AbortSignal): { readonly outcome: EndedOutcome; readonly detail: string } {
  if (isFailure(error) && error.code !== 'cancelled') return { outcome: 'failed', detail: error.message };
  if (signal.aborted || isFailure(error)) return { outcome: 'cancelled', detail: 'cannot finish: it was cancelled' };
  return { outcome: 'failed', detail: "a fault in the helper; its log has the details" };
}
