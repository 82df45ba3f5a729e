// SPDX-License-Identifier: Apache-2.0
/** Reads entries of the activity log from their rows. */

import * as z from 'zod';
import {
  activityRequestSchema,
  activitySchema,
  type GivenActivity,
  type GivenActivityRequest,
} from '../../contract/model/activity.ts';
import type { GivenChange } from '../../contract/model/policy/change.ts';
import { textOf } from '../../contract/text.ts';
import type { CheckedEntry } from './check-chain.ts';
import { readStoredWords } from './stored-words.ts';

const [commandSchema, undoSchema] = activityRequestSchema().options;
const storedRequestSchema = z.discriminatedUnion('kind', [commandSchema, undoSchema.omit({ summary: true })]);
export type StoredRequest = z.infer<typeof storedRequestSchema>;

/** Gives what an entry changed of policy or labels; undefined when it changed nothing of them. */
type ShownChange = (id: number) => GivenChange | undefined;

/** The columns that {@link readEntries} takes. */
export const entryColumns =
  'id, begun_at AS begunAt, ended_at AS endedAt, operation, subject, uid, user, outcome, request, detail';

const rowSchema = activitySchema()
  .omit({ change: true, request: true, detail: true })
  .extend({ request: z.string().nullable(), detail: z.string().nullable() });

export function readEntries(rows: readonly unknown[], shownChange: ShownChange): GivenActivity[] {
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      ...row,
      detail: row.detail === null ? null : readStoredWords(row.detail),
      request: requestOf(row.request, shownChange),
      change: shownChange(row.id) ?? null,
    }));
}

/** Reads the same rows as far as chained records say the same of them. */
export function readCheckedEntries(rows: readonly unknown[], hasChange: (id: number) => boolean): CheckedEntry[] {
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      ...row,
      detail: row.detail === null ? null : textOf(readStoredWords(row.detail)),
      hasChange: hasChange(row.id),
    }));
}

/** Adds to the request of an undone change the summary of that change as it is now. */
function requestOf(text: string | null, shownChange: ShownChange): GivenActivityRequest | null {
  if (text === null) return null;
  const request = storedRequestSchema.parse(JSON.parse(text));
  return request.kind === 'undo' ? { ...request, summary: shownChange(request.id)?.summary ?? null } : request;
}
