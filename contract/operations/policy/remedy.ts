// SPDX-License-Identifier: Apache-2.0
/** Operations on remedies and on the changes that they made. */

import * as z from 'zod';
import { managedFailures, policyFailures } from '../../errors.ts';
import { changeProgressSchema, changeSchema } from '../../model/policy/change.ts';
import { denialCaseSchema } from '../../model/denials/denial.ts';
import { remedySchema } from '../../model/denials/explanation.ts';
import { makeOnce } from '../../make-once.ts';
import { request, stream } from '../../operation.ts';

/** A kind, and what it is about where the kind alone does not say that. */
const remedyId = makeOnce(
  () => new RegExp(`^(?:${remedySchema().shape.kind.options.join('|')})(?::[A-Za-z0-9_.-]{1,150})?$`),
);

/** Accepts the id of a remedy within the explanation of its group. */
export const remedyIdSchema = makeOnce(() =>
  z.string().refine((id) => remedyId().test(id), 'must be the id of a remedy, as denial.explain gives it'),
);

/** Accepts a line that is only compared with what is proposed. */
const seenLineSchema = makeOnce(() =>
  z
    .string()
    .max(65_536)
    .refine((line) => !line.includes('\0'), 'must not hold NUL'),
);

export const remedyOperations = {
  'remedy.apply': stream({
    summary:
      'Applies a remedy that denial.explain proposes, after finding that it is still the one ' +
      'that the caller saw; what was there before is kept, so that it can be undone.',
    action: 'change-policy',
    changes: true,
    params: () =>
      denialCaseSchema().extend({
        remedy: remedyIdSchema(),
        /** The remedy as the caller saw it: another one is not applied. */
        seen: z.strictObject({
          change: z.array(seenLineSchema()).max(100),
          opensCount: remedySchema().shape.opensCount,
          risk: remedySchema().shape.risk.shape.level,
        }),
        /**
         * True when the caller confirmed a second time that a remedy of unknown risk is to be applied: without it such a
         * one is not.
         */
        acceptsUnknown: z.boolean().default(false),
      }),
    item: changeProgressSchema,
    result: changeSchema,
    errors: [
      'denial-not-found',
      ...policyFailures,
      'remedy-not-proposed',
      'remedy-changed',
      'remedy-not-applicable',
      'policy-rejected',
      'container-busy',
      'change-failed',
      'disk-full',
      ...managedFailures,
      'container-running',
      'container-failed',
      'volume-not-allowed',
      'image-not-found',
    ],
  }),
  'change.list': request({
    summary: 'Gives the changes of policy and labels that Bulkhead applied and that are in force, oldest first.',
    action: 'view-activity',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ changes: z.array(changeSchema()) }),
    errors: [],
  }),
} as const;
