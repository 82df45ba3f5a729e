// SPDX-License-Identifier: Apache-2.0
/** What the page keeps of its terminals while it is loaded again, in the storage that ends with the window. */

import * as z from 'zod';
import { parseJson } from '../../lib/parse-json.ts';
import { paneLayoutSchema, panesOf } from '../../lib/pane-layout.ts';
import type { KeptSession } from './console-run.ts';
import type { TerminalEntry, TerminalTab } from './terminal-entry.ts';

export const choiceSchema = z.strictObject({
  command: z.array(z.string()).optional(),
  user: z.string().optional(),
  folder: z.string().optional(),
  isBoot: z.literal(true).optional(),
});

/** What continues a session; the id alone gives no right. */
export const keptSessionSchema = z.strictObject({
  id: z.string(),
  hostId: z.string(),
  helperRun: z.number().int().optional(),
});

/** Gives what is written down of it: undefined where its host is not known. */
export function keptSession(kept: KeptSession | undefined): z.infer<typeof keptSessionSchema> | undefined {
  if (kept?.hostId === undefined) return undefined;
  const { id, hostId, helperRun } = kept;
  return { id, hostId, ...(helperRun !== undefined && { helperRun }) };
}

const keptTabSchema = z.strictObject({
  hostId: z.string(),
  container: z.string(),
  layout: paneLayoutSchema,
  active: z.number().int(),
  panes: z.array(
    z.strictObject({
      id: z.number().int(),
      number: z.number().int(),
      title: z.string().optional(),
      choice: choiceSchema,
      kept: keptSessionSchema,
      deniedBefore: z.number(),
    }),
  ),
});
export type KeptTab = z.infer<typeof keptTabSchema>;

const keptSchema = z.array(keptTabSchema);
const key = 'bulkhead.terminals';

/** Keeps the tabs of which every session can be continued. */
export function keepTerminals(tabs: readonly TerminalTab[], entries: readonly TerminalEntry[]): void {
  const kept = tabs.flatMap(({ hostId, container, layout, active }) => {
    if (hostId === undefined) return [];
    const panes = panesOf(layout).flatMap((id) => {
      const entry = entries.find((one) => one.id === id);
      const kept = keptSession(entry?.kept);
      if (entry === undefined || kept === undefined || entry.status.status === 'ended') return [];
      const { number, title, choice, deniedBefore } = entry;
      return [{ id, number, ...(title !== undefined && { title }), choice, kept, deniedBefore }];
    });
    return panes.length === panesOf(layout).length ? [{ hostId, container, layout, active, panes }] : [];
  });
  storage()?.setItem(key, JSON.stringify(kept));
}

/** What was kept. Anything else, and what does not fit, is forgotten. */
export function takeKeptTerminals(): readonly KeptTab[] {
  return keptSchema.safeParse(parseJson(storage()?.getItem(key) ?? 'null')).data ?? [];
}

/** Absent where the browser forbids it: then nothing is kept. */
function storage(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
