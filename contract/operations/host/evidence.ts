// SPDX-License-Identifier: Apache-2.0
/** The operation that gathers and signs the evidence of a period. */

import * as z from 'zod';
import {
  evidencePageSchema,
  evidencePartSchema,
  evidencePeriodSchema,
  signedManifestSchema,
} from '../../model/evidence.ts';
import { channel } from '../../operation.ts';

const always = { when: 'always', isNeeded: () => true } as const;

export const evidenceOperations = {
  'evidence.collect': channel({
    summary:
      'Gathers what shows how containers were isolated in a period: the certificate of non-interference, reports of the ' +
      'drill, the audit of isolation, the chained activity, local changes of the policy, versions, what the kernel ' +
      'has measured of SELinux, and the assessment of controls by all that as OSCAL and SARIF. Signs a manifest with the ' +
      'hash of each file, and of the pages that the client makes of them.',
    action: 'view-activity',
    alsoNeeds: [
      { action: 'view-host', ...always },
      { action: 'view-denials', ...always },
      { action: 'view-policy', ...always },
    ],
    changes: false,
    isHeavy: true,
    params: () =>
      evidencePeriodSchema().refine(({ from, to }) => from < to, {
        error: 'must begin before it ends',
        when: ({ issues }) => issues.length === 0,
      }),
    input: () =>
      z.strictObject({
        pages: z
          .array(z.strictObject({ name: evidencePageSchema(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
          .max(2),
      }),
    item: () =>
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('step'),
          part: evidencePartSchema(),
          /** Work done so far, 0 to 1. */
          fraction: z.number().min(0).max(1),
        }),
        /** Carries the next piece of the text of a file. */
        z.strictObject({ type: z.literal('piece'), file: z.string(), text: z.string() }),
        /** All files are there, and the hashes of the pages are awaited. */
        z.strictObject({ type: z.literal('gathered') }),
      ]),
    result: signedManifestSchema,
    errors: ['client-silent'],
  }),
} as const;
