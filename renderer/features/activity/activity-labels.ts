// SPDX-License-Identifier: Apache-2.0
/** An entry of the activity log in words: what was done, and what there is to say of it. */

import { describeRequest } from '../../../contract/wording/describe-request.ts';
import type { Activity } from '../../../contract/model/activity.ts';
import { formatElapsed } from '../../lib/moments.ts';
import { operationLabel, outcomeLabels } from '../../host/operation-labels.ts';
import { t } from '../../lib/language/t.ts';

/** `Started`, `Tried to start`; a command, a terminal and what was undone by their own names. */
export function activityLabel({
  operation,
  outcome,
  request,
}: Pick<Activity, 'operation' | 'outcome' | 'request'>): string {
  if (operation === 'console.open') return consoleLabel(outcome, request);
  if (isConsole(operation) && outcome === 'running') return operationLabel(operation);
  if (request?.kind === 'undo' && outcome === 'done') return t('Undid change {id}', { id: request.id });
  return operationLabel(operation, outcome);
}

function consoleLabel(outcome: Activity['outcome'], request: Activity['request']): string {
  const [did, tried] =
    request?.kind === 'command' && request.argv.length > 0
      ? [t('Ran a command in'), t('Tried to run a command in')]
      : [t('Opened a terminal in'), t('Tried to open a terminal in')];
  return outcome === 'done' || outcome === 'ended' || outcome === 'running' ? did : tried;
}

function isConsole(operation: string): boolean {
  return operation === 'console.open' || operation === 'console.open-boot' || operation === 'console.attach';
}

/** A session that was over when the window came back to it: nobody failed. */
export function hadEndedBefore({ operation, outcome }: Pick<Activity, 'operation' | 'outcome'>): boolean {
  return operation === 'console.attach' && outcome === 'failed';
}

/** A terminal that is open is not under way: it is open. */
export function outcomeLabelOf({
  operation,
  outcome,
  request,
}: Pick<Activity, 'operation' | 'outcome' | 'request'>): string {
  if (hadEndedBefore({ operation, outcome })) return t('Had ended');
  if (!isConsole(operation) || outcome !== 'running') return outcomeLabels[outcome];
  const kind = request?.kind === 'command' && request.argv.length > 0 ? 'command' : 'terminal';
  return t('{kind, select, command {Running} other {Open}}', { kind });
}

/**
 * What was asked for, how it ended, and of a session how long it was open; empty when there is nothing to say.
 * Untrusted text.
 */
export function activityDetail(entry: Activity): string {
  const { outcome, request, detail, begunAt, endedAt } = entry;
  const isSession = outcome === 'ended' && endedAt !== null;
  const open = isSession ? t('open for {duration}', { duration: formatElapsed((endedAt - begunAt) * 1000) }) : null;
  const undone = request?.kind === 'undo' && outcome === 'done' ? request.summary : describeRequest(request);
  return [undone, open, detail].filter((words) => words !== null).join(request?.kind === 'command' ? '; ' : ', ');
}
