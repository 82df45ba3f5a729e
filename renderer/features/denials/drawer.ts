// SPDX-License-Identifier: Apache-2.0
/** What the drawer at the right shows: details of one thing, beside the list that it was opened from. */

import { create } from 'zustand';
import { useDenials } from './denials.ts';
import { onHostLeft } from '../../host/host-stores.ts';
import { useLocation } from '../../window/location.ts';

export type DrawerContent =
  { readonly kind: 'none' } | { readonly kind: 'denial'; readonly key: string } | GroupContent;

interface GroupContent {
  readonly kind: 'group';
  readonly id: string;
  /**
   * Names the container whose denial stands for the group; undefined for a process of the host. It stays so while
   * others of the group come in: what somebody reads does not change under them.
   */
  readonly container: string | undefined;
}

interface DrawerState {
  readonly content: DrawerContent;
}

export const useDrawer = create<DrawerState>(() => ({ content: { kind: 'none' } }));
onHostLeft(closeDrawer);
useLocation.subscribe(({ route }, before) => {
  if (route.page !== before.route.page) closeDrawer();
});

export function openDenial(key: string): void {
  useDrawer.setState({ content: { kind: 'denial', key } });
}

/** Without a container, the one that was denied last. */
export function openGroup(id: string, container?: string): void {
  const last = useDenials.getState().groups.get(id)?.sample.container ?? undefined;
  useDrawer.setState({ content: { kind: 'group', id, container: container ?? last } });
}

export function closeDrawer(): void {
  useDrawer.setState({ content: { kind: 'none' } });
}
