// SPDX-License-Identifier: Apache-2.0
/** Operations on presets: choices for new containers that are saved under a name. */

import * as z from 'zod';
import { presetNameSchema, presetSchema } from '../../preset.ts';
import { request } from '../../operation.ts';

export const presetOperations = {
  'preset.list': request({
    summary: 'Gives the presets of the host: choices for new containers, each under a name.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: () =>
      z.strictObject({
        /** Lists the presets by name. */
        presets: z.array(presetSchema()),
      }),
    errors: [],
  }),
  'preset.save': request({
    summary:
      "Saves choices for new containers under a name, in the place of those that had it. What is one container's alone, " +
      'its host name and its address, is left out. Who creates a container by them needs the rights for what they hold.',
    action: 'manage-presets',
    changes: true,
    params: presetSchema,
    result: () =>
      z.strictObject({
        /** Gives the choices that had the name before; null where there were none. */
        before: presetSchema().nullable(),
      }),
    errors: ['too-many-presets', 'disk-full'],
  }),
  'preset.remove': request({
    summary: 'Removes choices that were saved. Containers that were created by them stay as they are.',
    action: 'manage-presets',
    changes: true,
    runsOnFullDisk: true,
    params: () => z.strictObject({ name: presetNameSchema() }),
    result: () => z.strictObject({ before: presetSchema() }),
    errors: ['preset-not-found', 'disk-full'],
  }),
} as const;
