// SPDX-License-Identifier: Apache-2.0
/** Says on stderr that auditd of the host writes nothing, and gives that as JSON. */

import { describeAuditLog } from '../contract/wording/describe-audit-log.ts';
import { t } from '../contract/text.ts';
import { type AuditLog, isBlind } from '../contract/model/denials/audit-log.ts';
import type { CommandContext } from './command-context.ts';

export function auditLogLine(log: AuditLog): string {
  return t('{what}. {next}', describeAuditLog(log));
}

/** Nothing while the log is written; also with --quiet and --json, since what is shown may not be all. */
export async function warnOfAuditLog({ output }: Pick<CommandContext, 'output'>, log: AuditLog | null): Promise<void> {
  if (isBlind(log)) await output.complain(`${output.paintError(`bulkheadctl: ${auditLogLine(log)}`, 'red')}\n`);
}

export function auditLogJson(log: AuditLog | null): object | null {
  if (log === null) return null;
  return {
    state: log.state,
    since: log.since,
    free_bytes: log.freeBytes,
    needed_bytes: log.neededBytes,
    attempts: log.attempts,
    has_given_up: log.hasGivenUp,
  };
}
