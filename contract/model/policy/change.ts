// SPDX-License-Identifier: Apache-2.0
/**
 * A change of the host's policy, labels or roles, or of a container's limits, tags, settings, ports or links, that Bulkhead
 * made, with the exact state
 * before it, so that it can be taken back.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeSchema } from '../names.ts';
import { keptWordsSchema, wordsSchema } from '../words.ts';

const changeKindSchema = makeOnce(() =>
  z.enum([
    'boolean',
    'port-label',
    'relabel',
    'volume-label',
    'module',
    'volume',
    'limits',
    'tags',
    'settings',
    'network',
    'roles',
  ]),
);
export type ChangeKind = z.infer<ReturnType<typeof changeKindSchema>>;

export const changeSchema = makeOnce(() =>
  z.strictObject({
    /** The entry of the activity log under which it was made; `activity.undo` takes it. */
    id: z.number().int(),
    kind: changeKindSchema(),
    /** Says in one sentence what was changed. */
    summary: wordsSchema(),
    /** Exactly what was done: commands of the host, or lines of a policy module. */
    change: z.array(wordsSchema()),
    /** Exactly what was there before, in the same terms. */
    before: z.array(wordsSchema()),
    /** The group of denials that it was made for; null when it was made for none. */
    group: z.string().nullable(),
    /** The container whose denials these are; null for the host's own. */
    container: z.string().nullable(),
    uid: z.number().int(),
    user: z.string(),
    madeAt: timeSchema(),
    /** `interrupted`: the helper ended meanwhile, and took it back at its next start. */
    state: z.enum(['applied', 'undone', 'interrupted']),
    /** The entry of the activity log that took it back. */
    undoneBy: z.number().int().nullable(),
    /** Why it cannot be undone; null when it can. */
    cannotUndo: wordsSchema().nullable(),
  }),
);

export type Change = z.infer<ReturnType<typeof changeSchema>>;
/** Describes a change as the helper gives it: its words are not text yet. */
export type GivenChange = z.input<ReturnType<typeof changeSchema>>;

/** Describes a change as the helper keeps it: its words are not text yet. */
export const keptChangeSchema = makeOnce(() =>
  changeSchema().extend({
    summary: keptWordsSchema(),
    change: z.array(keptWordsSchema()),
    before: z.array(keptWordsSchema()),
    cannotUndo: keptWordsSchema().nullable(),
  }),
);

/** What goes on while a change is applied or undone. `wait`: another change of the policy is under way. */
export const changeProgressSchema = makeOnce(() =>
  z.strictObject({
    step: z.enum(['check', 'wait', 'change', 'verify']),
    /** Work done so far, 0 to 1. */
    fraction: z.number().min(0).max(1),
  }),
);

export type ChangeProgress = z.infer<ReturnType<typeof changeProgressSchema>>;
