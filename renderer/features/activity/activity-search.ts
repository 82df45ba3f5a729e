// SPDX-License-Identifier: Apache-2.0
/** The activity log as the search language sees it. */

import { describeRequest } from '../../../contract/wording/describe-request.ts';
import { operationLabel } from '../../host/operation-labels.ts';
import type { KnownActivity } from './activity.ts';
import { fieldIn, type FieldValue, type SearchSubject } from '../../../contract/search/search.ts';

export const activityFields = ['user', 'operation', 'subject', 'outcome', 'member'] as const;

/** `own` is the member whose log has the entries of no other; undefined without a cluster. */
export function activitySubject(entry: KnownActivity, own?: string): SearchSubject {
  const fields: Readonly<Record<string, FieldValue>> = {
    user: entry.user,
    operation: [entry.operation, operationLabel(entry.operation)],
    subject: entry.subject ?? undefined,
    outcome: entry.outcome,
    member: entry.there?.member ?? own,
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
