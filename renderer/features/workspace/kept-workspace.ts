// SPDX-License-Identifier: Apache-2.0
/** The workspace as it is kept from one start of the window to the next: its layout, and what each pane holds. */

import * as z from 'zod';
import { logSources } from '../../../contract/model/logs/log-line.ts';
import { paneLayoutSchema, panesOf } from '../../lib/pane-layout.ts';
import { remember, remembered } from '../../window/preferences.ts';
import { choiceSchema, keptSession, keptSessionSchema } from '../console/kept-terminals.ts';
import { hasEnded } from '../console/terminal-store.ts';
import type { TerminalEntry } from '../console/terminal-entry.ts';
import type { WorkspacePane } from './workspace-pane.ts';

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

const keptSchema = z
  .strictObject({ layout: paneLayoutSchema, active: z.number().int(), panes: z.array(keptPaneSchema) })
  .refine(({ layout, panes }) => isSame(panesOf(layout), panes));
export type KeptWorkspace = z.infer<typeof keptSchema>;

/** What is written down of a pane. */
export function keptPane({ content, ...pane }: WorkspacePane, entries: readonly TerminalEntry[]): KeptPane | undefined {
  if (content.kind === 'log') return { ...pane, content };
  const entry = entries.find(({ id }) => id === content.terminal);
  if (entry === undefined) return undefined;
  const { number, title, choice, kept } = entry;
  const session = hasEnded(entry) ? undefined : keptSession(kept);
  return {
    ...pane,
    content: {
      kind: 'terminal',
      number,
      choice,
      ...(title !== undefined && { title }),
      ...(session !== undefined && { session }),
    },
  };
}

/** An empty workspace is forgotten. */
export function keepWorkspace(kept: KeptWorkspace | undefined): void {
  remember('workspace', kept === undefined ? '' : JSON.stringify(kept));
}

/** What was kept. Anything else is an empty workspace. */
export function takeKeptWorkspace(): KeptWorkspace | undefined {
  return keptSchema.safeParse(parsed(remembered('workspace') ?? '')).data;
}

function isSame(ids: readonly number[], panes: readonly { readonly id: number }[]): boolean {
  const known = new Set(panes.map(({ id }) => id));
  return known.size === panes.length && new Set(ids).size === ids.length && ids.length === panes.length
    ? ids.every((id) => known.has(id))
    : false;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
