// SPDX-License-Identifier: Apache-2.0
/** Operations on the labels of files: whether they are what the policy's file contexts say, and restoring them. */

import * as z from 'zod';
import { managedFailures } from '../../errors.ts';
import { containerNameSchema } from '../../model/names.ts';
import { makeOnce } from '../../make-once.ts';
import { stream } from '../../operation.ts';
import { wordsSchema } from '../../model/words.ts';

const params = makeOnce(() =>
  z.strictObject({
    /** Examines the container's folders on the host, and its volumes; without a name, Bulkhead's own folders. */
    name: containerNameSchema().optional(),
  }),
);

/** What is reported while folders are searched. A container may have chosen the text of the paths. */
const labelItemSchema = makeOnce(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('progress'), files: z.number().int() }),
    /**
     * `actual` is the type on the file, null when it has no label; `expected` is the type that the policy has for its
     * path. On a volume both are whole contexts, and the second is that of the volume.
     */
    z.strictObject({
      type: z.literal('drifted'),
      path: z.string(),
      actual: z.string().nullable(),
      expected: z.string(),
    }),
    /** Never touched. */
    z.strictObject({ type: z.literal('skipped'), path: z.string(), reason: wordsSchema() }),
  ]),
);
export type LabelItem = z.infer<ReturnType<typeof labelItemSchema>>;
/** Describes an item as the helper gives it: its words are not text yet. */
export type GivenLabelItem = z.input<ReturnType<typeof labelItemSchema>>;

const labelSumSchema = makeOnce(() =>
  z.strictObject({
    files: z.number().int(),
    drifted: z.number().int(),
    skipped: z.number().int(),
  }),
);
export type LabelSum = z.infer<ReturnType<typeof labelSumSchema>>;

export const labelOperations = {
  'label.verify': stream({
    summary:
      "Compares the labels of a container's folders on the host, or of Bulkhead's own, with " +
      "the policy's file contexts, and those of its volumes' files with the volume's.",
    action: 'view-host',
    changes: false,
    isHeavy: true,
    params,
    item: labelItemSchema,
    result: labelSumSchema,
    errors: [...managedFailures, 'selinux-unavailable', 'volume-not-allowed', 'container-failed'],
  }),
  'label.restore': stream({
    summary:
      'Gives these files the type that the policy has for their path, or the label of the ' +
      'volume on which they lie; it can be cancelled and begun again, and goes on by itself ' +
      'after the helper was killed.',
    action: 'relabel-files',
    changes: true,
    params,
    item: labelItemSchema,
    result: labelSumSchema,
    errors: [
      ...managedFailures,
      'container-busy',
      'selinux-unavailable',
      'volume-not-allowed',
      'disk-full',
      'container-failed',
    ],
  }),
} as const;
