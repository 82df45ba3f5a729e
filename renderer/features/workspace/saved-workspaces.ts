// SPDX-License-Identifier: Apache-2.0
/**
 * Arrangements of panes that a person saved under a name, kept in the page's own storage: which hosts and containers, and
 * never a session. Lists and menus need no more of the workspace than this.
 */

import * as z from 'zod';
import { create } from 'zustand';
import { t } from '../../lib/language/t.ts';
import { parseJson } from '../../lib/parse-json.ts';
import { remember, remembered } from '../../window/preferences.ts';
import { type KeptWorkspace, keptWorkspaceSchema } from './workspace-schema.ts';

export const maxSavedWorkspaces = 50;
const maxName = 60;

const nameSchema = z.string().trim().min(1).max(maxName);
const savedSchema = z.strictObject({ name: nameSchema, workspace: keptWorkspaceSchema });
export type SavedWorkspace = z.infer<typeof savedSchema>;

/** Holds them in the order of their names. */
export const useSavedWorkspaces = create<{ readonly saved: readonly SavedWorkspace[] }>(() => ({ saved: readSaved() }));

/** Says why nothing can be saved under this name; undefined when it can. */
export function problemOfName(name: string): string | undefined {
  if (name.trim() === '') return t('Enter a name.');
  return nameSchema.safeParse(name).success ? undefined : t('Use at most {max} characters.', { max: maxName });
}

/** Replaces the one of this name. */
export function saveWorkspace(name: string, workspace: KeptWorkspace): void {
  const one = { name: name.trim(), workspace: withoutSessions(workspace) };
  change((saved) => [...saved.filter((other) => other.name !== one.name), one]);
}

export function renameSaved(before: string, name: string): void {
  change((saved) => saved.map((one) => (one.name === before ? { ...one, name: name.trim() } : one)));
}

export function removeSaved(name: string): void {
  change((saved) => saved.filter((one) => one.name !== name));
}

/** Another window may have saved some meanwhile: what is written now is read first. */
function change(edit: (saved: readonly SavedWorkspace[]) => readonly SavedWorkspace[]): void {
  const saved = edit(readSaved()).toSorted((one, other) => one.name.localeCompare(other.name));
  remember('workspaces', JSON.stringify(saved));
  useSavedWorkspaces.setState({ saved });
}

/** Gives those that fit; anything else is left out. */
function readSaved(): readonly SavedWorkspace[] {
  const all = z.array(z.unknown()).safeParse(parseJson(remembered('workspaces') ?? '')).data ?? [];
  return all.flatMap((one) => savedSchema.safeParse(one).data ?? []);
}

/** A terminal begins as the same user in the same folder; what else it ran is not run again. */
function withoutSessions({ panes, ...rest }: KeptWorkspace): KeptWorkspace {
  return {
    ...rest,
    panes: panes.map(({ content, ...pane }) => {
      if (content.kind === 'log') return { ...pane, content };
      const { kind, number, title, choice } = content;
      const { user, folder } = choice;
      const begun = { ...(user !== undefined && { user }), ...(folder !== undefined && { folder }) };
      return { ...pane, content: { kind, number, choice: begun, ...(title !== undefined && { title }) } };
    }),
  };
}
