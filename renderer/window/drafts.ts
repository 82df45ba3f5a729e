// SPDX-License-Identifier: Apache-2.0
/**
 * What was typed and is not saved, by its place: kept until it is saved or discarded, when its form is left, when the
 * connection is lost, and when the window is loaded again. It ends with the window.
 */

import { create } from 'zustand';

/** The form, and what it is about. */
export interface DraftPlace {
  readonly form: 'module' | 'settings' | 'limits' | 'create' | 'own-domain' | 'rule' | 'target' | 'file';
  /** The container that it is of, where it is one that there is. */
  readonly container?: string;
  /** What tells it from others of the same form: a path, an id. */
  readonly part?: string;
}

export interface Draft {
  readonly hostId: string | undefined;
  readonly place: DraftPlace;
  readonly value: unknown;
  /** What it began with, as JSON: something else stands there by now when that differs. */
  readonly base: string;
  /** It may hold a secret, so it is not written to the storage of the page, which is on the disk. */
  readonly isSecret: boolean;
}

interface DraftsState {
  readonly drafts: ReadonlyMap<string, Draft>;
}

const storageKey = 'bulkhead.drafts';
export const useDrafts = create<DraftsState>(() => ({ drafts: readStored() }));

export function draftKey(hostId: string | undefined, { form, container, part }: DraftPlace): string {
  return JSON.stringify([hostId, form, container, part]);
}

export function keepDraft(draft: Draft): void {
  const key = draftKey(draft.hostId, draft.place);
  useDrafts.setState(({ drafts }) => ({ drafts: new Map(drafts).set(key, draft) }));
  planStoring();
}

/** It was saved, or is not wanted. */
export function dropDraft(key: string): void {
  if (!useDrafts.getState().drafts.has(key)) return;
  useDrafts.setState(({ drafts }) => ({ drafts: new Map([...drafts].filter(([one]) => one !== key)) }));
  planStoring();
}

export function dropAllDrafts(): void {
  useDrafts.setState({ drafts: new Map() });
  storeDrafts();
}

/** Delays the storing, which does not happen at each key: a module may be long. */
const storeAfterMs = 500;
let storing: ReturnType<typeof setTimeout> | undefined;

function planStoring(): void {
  clearTimeout(storing);
  storing = setTimeout(storeDrafts, storeAfterMs);
}

window.addEventListener('pagehide', storeDrafts);

function storeDrafts(): void {
  clearTimeout(storing);
  const stored = [...useDrafts.getState().drafts].filter(([, { isSecret }]) => !isSecret);
  sessionStorage.setItem(storageKey, JSON.stringify(stored));
}

/** Reads what this page alone has written, by the same version of it: the storage ends with the window. */
function readStored(): ReadonlyMap<string, Draft> {
  const text = sessionStorage.getItem(storageKey) ?? '[]';
  return new Map(JSON.parse(text) as readonly (readonly [string, Draft])[]);
}
