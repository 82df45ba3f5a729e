/** Writes each call that changes the host to the activity log: before it runs, and how it ended; also the calls that were refused. */

import { isFailure } from '../../contract/errors.ts';
import { type OperationName, operations } from '../../contract/operations/index.ts';
import type { Identity } from '../identity.ts';
import type { ActivityLog, EndedOutcome, NewActivity } from '../journal/activity-log.ts';
import { subjectOf } from './subject.ts';

export interface RecordedCall {
  readonly name: OperationName;
  readonly params: unknown;
  readonly identity: Identity;
  readonly signal: AbortSignal;
}

export async function recordRun<T>(log: ActivityLog, call: RecordedCall, run: () => Promise<T>): Promise<T> {
  if (!operations[call.name].changes) return run();
  const id = log.begin(activityOf(call));
  try {
    const result = await run();
    log.end(id, 'done', null);
    return result;
  } catch (error) {
    const { outcome, detail } = endingOf(error, call.signal);
    log.end(id, outcome, detail);
    throw error;
  }
}

export async function recordRefusal<T>(log: ActivityLog, call: RecordedCall, admit: () => Promise<T>): Promise<T> {
  try {
    return await admit();
  } catch (error) {
    if (operations[call.name].changes) {
      const { outcome, detail } = endingOf(error, call.signal);
      log.refuse(activityOf(call), outcome === 'cancelled' ? 'cancelled' : 'refused', detail);
    }
    throw error;
  }
}

function activityOf({ name, params, identity }: RecordedCall): NewActivity {
  return { operation: name, subject: subjectOf(params) ?? null, uid: identity.uid, user: identity.user };
}

function endingOf(error: unknown, signal: AbortSignal): { readonly outcome: EndedOutcome; readonly detail: string } {
  if (isFailure(error) && error.code !== 'cancelled') return { outcome: 'failed', detail: error.message };
  if (signal.aborted || isFailure(error)) return { outcome: 'cancelled', detail: 'cannot finish: it was cancelled' };
  return { outcome: 'failed', detail: "a fault in the helper; its log has the details" };
}
