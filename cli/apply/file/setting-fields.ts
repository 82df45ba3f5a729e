// SPDX-License-Identifier: Apache-2.0
/** The settings of a container as fields of the file: read by the table of settings, and written by it. */

import { InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { givenLinesSchema } from '../../../contract/model/containers/given-settings.ts';
import type { Settings } from '../../../contract/model/containers/settings.ts';
import {
  isNoSetting,
  type SettingForm,
  type SettingKey,
  settingKeys,
  settingKindOf,
  type settingKinds,
} from '../../../contract/model/settings/setting-kinds.ts';
import {
  autostartSchema,
  maxVariables,
  variableNameSchema,
  variableValueSchema,
} from '../../../contract/model/settings/setting-schemas.ts';
import { noEgress } from '../../../contract/rules/egress.ts';
import { formatWords, readWords } from '../../../contract/wording/command-line.ts';
import { spanArgument } from '../../arguments/monitoring-arguments.ts';
import { autostartValue } from './file-words.ts';
import { word } from './word.ts';

const autostartShape = autostartSchema().shape;

const autostartField = z
  .union([
    z.boolean(),
    z.strictObject({
      order: autostartShape.order.describe('lower orders are started first'),
      delay: word(spanArgument)
        .pipe(autostartShape.delaySeconds.unwrap())
        .default(0)
        .describe('how long no other is started after it, for example 30s'),
    }),
  ])
  .transform((given) => {
    if (given === false) return null;
    return given === true ? { order: 100, delaySeconds: 0 } : { order: given.order, delaySeconds: given.delay };
  });

const environmentField = z
  .record(
    variableNameSchema(),
    z.union([z.string(), z.number(), z.boolean()]).transform(String).pipe(variableValueSchema()),
  )
  .refine((all) => Object.keys(all).length <= maxVariables, `must hold at most ${maxVariables} variables`)
  .transform((all) =>
    Object.entries(all)
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  );

const linesField = z
  .record(z.string(), z.union([z.string(), z.number()]).transform(String))
  .transform((all) =>
    Object.entries(all)
      .map(([key, value]) => ({ key, value }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
  )
  .pipe(givenLinesSchema());

/** How the value of a field is read; `schema` is that of the setting. */
const forms: Readonly<Record<SettingForm, (schema: z.ZodType) => z.ZodType>> = {
  text: (schema) => schema,
  optional: (schema) =>
    z.union([z.literal('none').transform(() => null), schema instanceof z.ZodNullable ? schema.unwrap() : schema]),
  list: (schema) => schema,
  words: (schema) => z.union([word((text) => programOf(text)), schema]).pipe(schema),
  autostart: () => autostartField,
  egress: (schema) =>
    z
      .union([
        z.literal('all').transform((): readonly string[] => []),
        z.literal(noEgress).transform((one): readonly string[] => [one]),
        schema,
      ])
      .pipe(schema),
  variables: () => environmentField,
  lines: () => linesField,
};

type SettingFields = {
  readonly [Key in SettingKey as (typeof settingKinds)[Key]['word']]: z.ZodOptional<z.ZodType<Settings[Key]>>;
};

export const settingFields = Object.fromEntries(
  settingKeys.map((key) => {
    const { word: name, form, schema, file } = settingKindOf(key);
    return [name, forms[form](schema()).optional().describe(file)];
  }),
) as unknown as SettingFields;

/** The settings that the file names. */
export function namedSettings(wanted: Readonly<Record<string, unknown>>): Partial<Settings> {
  return Object.fromEntries(
    settingKeys.flatMap((key) => {
      const value = wanted[settingKindOf(key).word];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** The fields of the settings that are not as usual. */
export function settingsValue(settings: Settings): object {
  const named = settingKeys.filter((key) => !isNoSetting(settings[key]));
  return Object.fromEntries(named.map((key) => [settingKindOf(key).word, fieldValue(key, settings)]));
}

function fieldValue(key: SettingKey, settings: Settings): unknown {
  switch (key) {
    case 'autostart':
      return autostartValue(settings.autostart);
    case 'program':
      return formatWords(settings.program);
    case 'environment':
      return Object.fromEntries(settings.environment.map(({ name, value }) => [name, value]));
    case 'lines':
      return Object.fromEntries(settings.lines.map((line) => [line.key, line.value]));
    default:
      return settings[key];
  }
}

/** `none`, or words between spaces or quotes. */
function programOf(text: string): readonly string[] {
  const words = text === 'none' ? [] : readWords(text);
  if (words === undefined) throw new InvalidArgumentError('a quote does not end');
  return words;
}
