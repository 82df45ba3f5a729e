// SPDX-License-Identifier: Apache-2.0
/** The workspace as it is written down: its layout, and what each pane holds. */

import * as z from 'zod';
import { logSources } from '../../../contract/model/logs/log-line.ts';
import { paneLayoutSchema, panesOf } from '../../lib/pane-layout.ts';
import { choiceSchema, keptSessionSchema } from '../console/kept-terminals.ts';

const contentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('log'), source: z.enum(logSources) }),
  z.strictObject({
    kind: z.literal('terminal'),
    number: z.number().int(),
    title: z.string().optional(),
    choice: choiceSchema,
    /** What continues its session: absent where that has ended. */
    session: keptSessionSchema.optional(),
  }),
]);

const keptPaneSchema = z.strictObject({
  id: z.number().int(),
  hostId: z.string(),
  container: z.string(),
  content: contentSchema,
});
export type KeptPane = z.infer<typeof keptPaneSchema>;

export const keptWorkspaceSchema = z
  .strictObject({ layout: paneLayoutSchema, active: z.number().int(), panes: z.array(keptPaneSchema) })
  .refine(({ layout, panes }) => isSame(panesOf(layout), panes));
export type KeptWorkspace = z.infer<typeof keptWorkspaceSchema>;

function isSame(ids: readonly number[], panes: readonly { readonly id: number }[]): boolean {
  const known = new Set(panes.map(({ id }) => id));
  return known.size === panes.length && new Set(ids).size === ids.length && ids.length === panes.length
    ? ids.every((id) => known.has(id))
    : false;
}
