// SPDX-License-Identifier: Apache-2.0
/** The settings that a client gives, of a new container or as a change: judged more closely than what the host says. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { judgeKey } from '../../rules/lxc-line.ts';
import { t } from '../../text.ts';
import { mapSettings, type SettingKey, settingKinds } from '../settings/setting-kinds.ts';
import { lxcLineSchema } from '../settings/setting-schemas.ts';
import {
  type LxcLine,
  maxLines,
  maxVariables,
  settingsSchema,
  variableNameSchema,
  variableValueSchema,
} from './settings.ts';

const lineShape = makeOnce(() => lxcLineSchema().shape);

/** A key that a person may set, such as `lxc.prlimit.nofile`. */
const keySchema = makeOnce(() =>
  lineShape().key.superRefine((key, context) => {
    const judged = judgeKey(key);
    if (judged.verdict === 'rejected') context.addIssue({ code: 'custom', message: judged.reason });
  }),
);

/** A value has the form that its key requires. */
function checkForm(
  { key, value }: { readonly key: string; readonly value: string | null },
  context: z.core.$RefinementCtx,
): void {
  const judged = judgeKey(key);
  if (value === null || judged.verdict === 'rejected' || judged.form.test(value)) return;
  const message = t('must be a value such as {example}', { example: judged.example });
  context.addIssue({ code: 'custom', message, path: ['value'] });
}

const areKeysOnce = (lines: readonly Pick<LxcLine, 'key'>[]): boolean =>
  new Set(lines.map(({ key }) => key)).size === lines.length;

const tooMany = t('must hold at most {max} lines', { max: maxLines });

/** Lines that a container is to have beside those that Bulkhead writes. */
export const givenLinesSchema = makeOnce(() =>
  z
    .array(z.strictObject({ key: keySchema(), value: lineShape().value }).superRefine(checkForm))
    .max(maxLines, tooMany)
    .refine(areKeysOnce, t('must not hold the same key twice')),
);

/** Settings of a new container. */
export const newSettingsSchema = makeOnce(() =>
  settingsSchema()
    .extend({ lines: givenLinesSchema().default([]) })
    .prefault({}),
);

/** Settings that several containers can have: a host name and an address are one's own. */
export const presetSettingsSchema = makeOnce(() =>
  newSettingsSchema().unwrap().omit({ hostname: true, address: true }).prefault({}),
);

type ChangedShape = {
  readonly [Key in SettingKey]: z.ZodOptional<ReturnType<(typeof settingKinds)[Key]['schema']>>;
};
// The type checker does not follow which key of the table has which value.
const changedShape = makeOnce(
  () => mapSettings((key) => z.optional(settingKinds[key].schema() as z.ZodType)) as unknown as ChangedShape,
);

/** Settings that are to be changed; what is left out stays. */
export const settingsChangeSchema = makeOnce(() =>
  z.strictObject(changedShape()).extend({
    /** Variables that are set or, by null, taken away; others stay. */
    environment: z
      .array(z.strictObject({ name: variableNameSchema(), value: variableValueSchema().nullable() }))
      .max(maxVariables)
      .optional(),
    /** Lines that are set or, by null, taken away; others stay. */
    lines: z
      .array(z.strictObject({ key: keySchema(), value: lineShape().value.nullable() }).superRefine(checkForm))
      .max(maxLines, tooMany)
      .refine(areKeysOnce, t('must not hold the same key twice'))
      .optional(),
  }),
);
export type SettingsChange = z.infer<ReturnType<typeof settingsChangeSchema>>;
