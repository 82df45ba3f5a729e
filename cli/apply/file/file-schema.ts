// SPDX-License-Identifier: Apache-2.0
/** Describes a document of the file: the one declaration from which its reader, its JSON schema and its help derive. */

import * as z from 'zod';
import { alertChoiceSchema, alertRuleSchema, usualAlertChoice } from '../../../contract/model/alerts/alert.ts';
import { alertKindNames } from '../../../contract/model/alerts/alert-kinds.ts';
import { netSchema, ownNetworkNameSchema } from '../../../contract/model/host/network.ts';
import { containerNameSchema } from '../../../contract/model/names.ts';
import { tagSchema } from '../../../contract/model/containers/tag.ts';
import { freeNameSchema } from '../../../contract/operations/containers/creation.ts';
import { spanArgument } from '../../arguments/monitoring-arguments.ts';
import { containerSchema } from './container-schema.ts';
import { word } from './word.ts';

const alertSchema = z
  .strictObject({
    kind: z.enum(alertKindNames).describe('what to alert of'),
    containers: z
      .array(containerNameSchema())
      .max(100)
      .default([])
      .transform((names) => [...new Set(names)].sort())
      .describe('only these; every container when left out. Kind and containers name a rule'),
    threshold: z.number().optional().describe('per cent, or a number of events'),
    time: word(spanArgument)
      .optional()
      .describe('how long it has to last, or within which time events are counted: 90s, 5m, 1h'),
    enabled: alertRuleSchema().shape.isEnabled.optional().describe('false for a rule that watches nothing'),
  })
  .superRefine(({ kind, containers, threshold, time, enabled }, context) => {
    const usual = usualAlertChoice(kind);
    const choice = { ...usual, containers, threshold: threshold ?? usual.threshold, seconds: time ?? usual.seconds };
    const { error } = alertChoiceSchema().safeParse({ ...choice, isEnabled: enabled ?? true });
    for (const { path, message } of error?.issues ?? [])
      context.addIssue({ code: 'custom', path: path.map((part) => (part === 'seconds' ? 'time' : part)), message });
  });

export type WantedAlert = z.output<typeof alertSchema>;

const networkSchema = z
  .strictObject({
    net: netSchema().optional().describe('such as 10.0.4.0/24; the next one that is free when left out'),
  })
  .nullable()
  .transform((network) => network ?? {});

export type WantedNetwork = z.output<typeof networkSchema>;

/** The tag of the containers of a file begins so. */
const managedPrefix = 'managed-by.';

export const fileSchema = z.strictObject({
  version: z.literal(1).optional().describe('of this form of the file'),
  'managed-by': z
    .string()
    .refine(
      (label) => tagSchema().safeParse(managedTag(label)).success,
      'must hold at most 21 small letters, digits, dashes, underscores, and single dots within',
    )
    .optional()
    .describe(
      `a name for what the file manages: its containers get the tag ${managedPrefix}NAME, by which --prune finds ` +
        'those that it no longer has',
    ),
  networks: z
    .record(ownNetworkNameSchema(), networkSchema)
    .default({})
    .describe('networks that Bulkhead sets up, by their names; a container is on one by network: bridge:NAME'),
  containers: z.record(freeNameSchema(), containerSchema).default({}).describe('containers by their names'),
  alerts: z.array(alertSchema).default([]).describe('rules by which the host alerts'),
});

/** The tag of the containers that a file with this label manages. */
export function managedTag(label: string): string {
  return `${managedPrefix}${label}`;
}

export function isManagedTag(tag: string): boolean {
  return tag.startsWith(managedPrefix);
}
