// SPDX-License-Identifier: Apache-2.0
/** The calls that the page may make to the main process, as schemas: a call that does not match is rejected. */

import * as z from 'zod';
import { bytesSchema } from '../contract/bytes.ts';
import { registryImageSchema } from '../contract/rules/registry-image.ts';
import { localChangesForms, maxOutputCharacters, maxPieceBytes, themeChoices } from '../contract/bridge.ts';

const hostIdSchema = z.string().min(1).max(300);

const titleSchema = z.string().min(1).max(200);
/** Words of the console: nothing that a spreadsheet takes for a formula. */
const chartColumnSchema = z.string().regex(/^[a-z][a-z0-9 ()%/]{0,60}$/i);
const pixels = z.number().int().min(0).max(20_000);

export const requestSchema = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('about') }),
  z.strictObject({ method: z.literal('hosts.list') }),
  z.strictObject({ method: z.literal('hosts.add'), address: z.string().min(1).max(300) }),
  z.strictObject({ method: z.literal('hosts.remove'), id: hostIdSchema }),
  z.strictObject({ method: z.literal('hosts.check'), id: hostIdSchema, reason: z.string().max(4000) }),
  z.strictObject({ method: z.literal('hosts.suggestions') }),
  z.strictObject({ method: z.literal('hosts.test'), address: z.string().min(1).max(300), test: z.uuid() }),
  z.strictObject({ method: z.literal('hosts.cancel-test'), test: z.uuid() }),
  z.strictObject({ method: z.literal('questions.answer'), id: z.uuid(), text: z.string().max(4096).optional() }),
  z.strictObject({ method: z.literal('theme.get') }),
  z.strictObject({ method: z.literal('theme.set'), choice: z.enum(themeChoices) }),
  z.strictObject({
    method: z.literal('alerts.show'),
    notification: z.strictObject({
      title: z.string().min(1).max(200),
      body: z.string().max(500),
      isCritical: z.boolean(),
      hostId: hostIdSchema,
    }),
  }),
  z.strictObject({ method: z.literal('alerts.setCount'), count: z.number().int().min(0).max(100_000) }),
  z.strictObject({
    method: z.literal('reports.save'),
    /** Read by what saves it, which knows what a report is. */
    report: z.record(z.string(), z.unknown()),
    format: z.enum(['html', 'pdf', 'json']),
  }),
  z.strictObject({
    method: z.literal('charts.saveTable'),
    table: z.strictObject({
      title: titleSchema,
      columns: z.array(chartColumnSchema).min(1).max(20).readonly(),
      rows: z
        .array(
          z.strictObject({
            time: z.number().min(0).max(8.64e12),
            values: z.array(z.number().nullable()).max(20).readonly(),
          }),
        )
        .max(5000)
        .readonly(),
    }),
  }),
  z.strictObject({
    method: z.literal('charts.savePicture'),
    title: titleSchema,
    area: z.strictObject({ x: pixels, y: pixels, width: pixels.min(1), height: pixels.min(1) }),
  }),
  z.strictObject({
    method: z.literal('terminals.saveOutput'),
    title: titleSchema,
    text: z.string().max(maxOutputCharacters),
  }),
  z.strictObject({ method: z.literal('reports.saveHostReport'), text: z.string().max(maxOutputCharacters) }),
  z.strictObject({ method: z.literal('terminals.openLink'), address: z.string().min(1).max(2000) }),
  z.strictObject({
    method: z.literal('localChanges.save'),
    form: z.enum(localChangesForms),
    text: z.string().max(maxOutputCharacters),
  }),
  z.strictObject({ method: z.literal('files.begin'), name: titleSchema, kind: z.enum(['export', 'file']) }),
  z.strictObject({ method: z.literal('files.write'), id: z.uuid(), data: bytesSchema(maxPieceBytes) }),
  z.strictObject({ method: z.literal('files.end'), id: z.uuid() }),
  z.strictObject({ method: z.literal('files.discard'), id: z.uuid() }),
  z.strictObject({
    method: z.literal('images.find'),
    server: z.url({ protocol: /^https?$/ }).max(300),
    keyring: z.string().min(1).max(4096).optional(),
  }),
  z.strictObject({ method: z.literal('images.chooseKeyring') }),
  z.strictObject({ method: z.literal('images.begin'), address: z.string().min(1).max(2000) }),
  z.strictObject({ method: z.literal('images.beginRegistry'), image: registryImageSchema() }),
  z.strictObject({ method: z.literal('images.read'), id: z.uuid() }),
  z.strictObject({ method: z.literal('images.end'), id: z.uuid() }),
]);
export type BridgeRequest = z.infer<typeof requestSchema>;

export const openRequestSchema = z.strictObject({
  hostId: hostIdSchema,
  mayAsk: z.boolean(),
  /** It gets into a command on the host: two letters. */
  language: z.string().regex(/^[a-z]{2}$/),
});
