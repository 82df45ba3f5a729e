// SPDX-License-Identifier: Apache-2.0
/** The activity log as the search language sees it. */

import { describeRequest } from '../../../contract/describe-request.ts';
import type { Activity } from '../../../contract/model/activity.ts';
import { operationLabel } from '../../host/operation-labels.ts';
import { fieldIn, type FieldValue, type SearchSubject } from '../../lib/search.ts';

export const activityFields = ['user', 'operation', 'subject', 'outcome'] as const;

export function activitySubject(entry: Activity): SearchSubject {
  const fields: Readonly<Record<string, FieldValue>> = {
    user: entry.user,
    operation: [entry.operation, operationLabel(entry.operation)],
    subject: entry.subject ?? undefined,
    outcome: entry.outcome,
  };
  return {
    words: [
      entry.user,
      entry.operation,
      operationLabel(entry.operation),
      entry.subject ?? '',
      describeRequest(entry.request) ?? '',
      entry.detail ?? '',
    ],
    field: fieldIn(fields),
  };
}
