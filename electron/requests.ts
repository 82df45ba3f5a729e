// SPDX-License-Identifier: Apache-2.0
/** The calls that the page may make to the main process, as schemas: a call that does not match is rejected. */

import { z } from 'zod';
import { signedDrillReportSchema } from '../contract/model/drill.ts';

export const themeChoiceSchema = z.enum(['system', 'light', 'dark']);

const hostIdSchema = z.string().min(1).max(300);

export const requestSchema = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('about') }),
  z.strictObject({ method: z.literal('hosts.list') }),
  z.strictObject({ method: z.literal('hosts.add'), address: z.string().min(1).max(300) }),
  z.strictObject({ method: z.literal('hosts.remove'), id: hostIdSchema }),
  z.strictObject({ method: z.literal('hosts.check'), id: hostIdSchema, reason: z.string().max(4000) }),
  z.strictObject({ method: z.literal('theme.get') }),
  z.strictObject({ method: z.literal('theme.set'), choice: themeChoiceSchema }),
  z.strictObject({
    method: z.literal('reports.save'),
    report: signedDrillReportSchema,
    format: z.enum(['html', 'pdf', 'json']),
  }),
]);
export type BridgeRequest = z.infer<typeof requestSchema>;

export const openRequestSchema = z.strictObject({ hostId: hostIdSchema });
