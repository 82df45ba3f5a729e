// SPDX-License-Identifier: Apache-2.0
/** The settings that a client gives, of a new container or as a change: judged more closely than what the host says. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { judgeKey } from '../../rules/lxc-line.ts';
import { t } from '../../text.ts';
import {
  type LxcLine,
  maxLines,
  maxVariables,
  settingsSchema,
  variableNameSchema,
  variableValueSchema,
} from './settings.ts';

const shape = makeOnce(() => settingsSchema().shape);
const lineShape = makeOnce(() => shape().lines.unwrap().element.shape);

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
  z
    .strictObject({
      description: shape().description.default(''),
      autostart: shape().autostart.default(null),
      hostname: shape().hostname.default(null),
      environment: shape().environment.default([]),
      address: shape().address,
      nameservers: shape().nameservers,
      searchDomains: shape().searchDomains,
      program: shape().program,
      user: shape().user,
      folder: shape().folder,
      stopSignal: shape().stopSignal,
      lines: givenLinesSchema().default([]),
    })
    .prefault({}),
);

/** Settings that several containers can have: a host name and an address are one's own. */
export const presetSettingsSchema = makeOnce(() =>
  newSettingsSchema().unwrap().omit({ hostname: true, address: true }).prefault({}),
);

/** Settings that are to be changed; what is left out stays. */
export const settingsChangeSchema = makeOnce(() =>
  z.strictObject({
    description: shape().description.optional(),
    autostart: shape().autostart.optional(),
    hostname: shape().hostname.optional(),
    /** Variables that are set or, by null, taken away; others stay. */
    environment: z
      .array(z.strictObject({ name: variableNameSchema(), value: variableValueSchema().nullable() }))
      .max(maxVariables)
      .optional(),
    address: shape().address.unwrap().optional(),
    nameservers: shape().nameservers.unwrap().optional(),
    searchDomains: shape().searchDomains.unwrap().optional(),
    program: shape().program.unwrap().optional(),
    user: shape().user.unwrap().optional(),
    folder: shape().folder.unwrap().optional(),
    stopSignal: shape().stopSignal.unwrap().optional(),
    /** Lines that are set or, by null, taken away; others stay. */
    lines: z
      .array(z.strictObject({ key: keySchema(), value: lineShape().value.nullable() }).superRefine(checkForm))
      .max(maxLines, tooMany)
      .refine(areKeysOnce, t('must not hold the same key twice'))
      .optional(),
  }),
);
export type SettingsChange = z.infer<ReturnType<typeof settingsChangeSchema>>;
