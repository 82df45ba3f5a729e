/** What the drawer at the right shows: details of one thing, beside the list that it was opened from. */

import { create } from 'zustand';

export type DrawerContent = { readonly kind: 'none' } | { readonly kind: 'denial'; readonly key: string } | GroupContent;

export interface GroupContent {
  readonly kind: 'group';
  readonly id: string;
  /** Opened from the denials of this container: one of its own stands for the group. */
  readonly container: string | undefined;
}

interface DrawerState {
  readonly content: DrawerContent;
}

export const useDrawer = create<DrawerState>(() => ({ content: { kind: 'none' } }));

export function openDenial(key: string): void {
  useDrawer.setState({ content: { kind: 'denial', key } });
}

export function openGroup(id: string, container?: string): void {
  useDrawer.setState({ content: { kind: 'group', id, container } });
}

export function closeDrawer(): void {
  useDrawer.setState({ content: { kind: 'none' } });
}
