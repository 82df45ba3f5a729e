// SPDX-License-Identifier: Apache-2.0
/** What an exported container says about itself, in its file `manifest.json`. Who reads it trusts none of it. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { containerNameSchema, imageNameSchema, timeSchema } from '../names.ts';
import { choicesSchema } from '../policy/choices.ts';
import { connectTypesSchema } from '../policy/port-type.ts';
import { networkSchema, servedPortSchema } from './container.ts';
import { givenLinesSchema } from './given-settings.ts';
import { keptLimitsSchema } from './limits.ts';
import { settingsSchema } from './settings.ts';
import { tagsSchema } from './tag.ts';

/** Names the manifest and the files of the container in the exported file. */
export const exportNames = { manifest: 'manifest.json', layer: 'layer' } as const;

export const exportManifestSchema = makeOnce(() =>
  z.strictObject({
    format: z.literal('bulkhead-container'),
    /** Raised when an older helper could not read it. */
    version: z.literal(1),
    name: containerNameSchema(),
    exportedAt: timeSchema(),
    /**
     * What its files lie on; the digest is that of the archive which the image was made of, where one is known. Null where
     * the file holds a whole root: an image is made of that.
     */
    image: z
      .strictObject({
        name: imageNameSchema(),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .nullable(),
      })
      .nullable(),
    /** Says whether the container ran when it was exported: its files are then as after a power failure. */
    wasRunning: z.boolean(),
    limits: keptLimitsSchema(),
    network: networkSchema(),
    /**
     * Says in which domain the imported container begins. A learning container is exported with a domain of its own.
     */
    confinement: z.enum(['shared', 'own']),
    ports: z.array(servedPortSchema()).max(64),
    allow: choicesSchema(),
    connectTypes: connectTypesSchema(),
    tags: tagsSchema(),
    settings: settingsSchema().extend({ lines: givenLinesSchema().default([]) }),
  }),
);
export type ExportManifest = z.infer<ReturnType<typeof exportManifestSchema>>;
