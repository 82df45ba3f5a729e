// SPDX-License-Identifier: Apache-2.0
/** An alert as other programs get it, from the command line and in a webhook. Fields are added, never renamed. */

import { describeAlert } from './describe-alert.ts';
import type { Alert } from '../../model/alerts/alert.ts';
import { alertKindOf } from '../../model/alerts/alert-kinds.ts';

/** Times in seconds since the epoch. */
export function alertJson(alert: Alert): object {
  const { id, rule, kind, container, threshold, seconds, value, holder, begunAt, endedAt, endedBy } = alert;
  return {
    id,
    rule,
    kind,
    severity: alertKindOf(kind).severity,
    container,
    text: describeAlert(alert),
    value,
    holder: holder ?? null,
    threshold,
    seconds,
    begun_at: begunAt,
    ended_at: endedAt,
    ended_by: endedBy,
  };
}
