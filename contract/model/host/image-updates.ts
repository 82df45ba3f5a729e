// SPDX-License-Identifier: Apache-2.0
/** Packages of an image of which there are newer versions, those with security updates among them. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { knownUpdatesSchema, unknownHealthSchema } from '../containers/health.ts';

export const imageUpdatesSchema = makeOnce(() =>
  z.discriminatedUnion('state', [
    knownUpdatesSchema().extend({
      /** Says whose lists of packages were read: the image's own, or the host's where that has the same release. */
      listsOf: z.enum(['image', 'host']),
    }),
    unknownHealthSchema(),
  ]),
);
export type ImageUpdates = z.infer<ReturnType<typeof imageUpdatesSchema>>;
/** Describes the updates as the helper gives them: their words are not text yet. */
export type GivenImageUpdates = z.input<ReturnType<typeof imageUpdatesSchema>>;
