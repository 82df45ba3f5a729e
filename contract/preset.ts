// SPDX-License-Identifier: Apache-2.0
/** Choices for new containers that are saved under a name on their host. */

import * as z from 'zod';
import { makeOnce } from './make-once.ts';
import { containerNameSchema } from './model/names.ts';
import { presetSettingsSchema } from './model/containers/given-settings.ts';
import { newContainerSchema } from './operations/containers/creation.ts';

/** Uses the alphabet of a container's name. */
export const presetNameSchema = containerNameSchema;

/** All that can be chosen but for what is one container's alone: its name, its files, its host name and its address. */
export const presetSchema = makeOnce(() =>
  z.strictObject({
    name: presetNameSchema(),
    choices: newContainerSchema()
      .omit({ name: true, files: true, settings: true })
      .extend({ settings: presetSettingsSchema() }),
  }),
);
export type NewPreset = z.input<ReturnType<typeof presetSchema>>;
/** Describes a preset with all defaults filled in. */
export type Preset = z.output<ReturnType<typeof presetSchema>>;

export const maxPresets = 100;
