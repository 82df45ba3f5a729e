// SPDX-License-Identifier: Apache-2.0
/** Keeps the workspace from one start of the window to the next. */

import { parseJson } from '../../lib/parse-json.ts';
import { remember, remembered } from '../../window/preferences.ts';
import { keptSession } from '../console/kept-terminals.ts';
import { hasEnded } from '../console/terminal-store.ts';
import type { TerminalEntry } from '../console/terminal-entry.ts';
import { type KeptPane, type KeptWorkspace, keptWorkspaceSchema } from './workspace-schema.ts';
import type { WorkspacePane } from './workspace-pane.ts';

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
  return keptWorkspaceSchema.safeParse(parseJson(remembered('workspace') ?? '')).data;
}
