// SPDX-License-Identifier: Apache-2.0
/**
 * Holds whether the help stands open, and which section of the guide it shows: that of the place where the window is,
 * until a link or a search leads to another one. Going to another place shows that of the new place.
 */

import { create } from 'zustand';
import { helpOfPlace } from '../lib/help-of-place.ts';
import { placeOf } from '../lib/route.ts';
import { useLocation } from './location.ts';

interface HelpState {
  readonly isOpen: boolean;
  /** It was asked for from within a dialog, which it has to lie over. */
  readonly isOverDialog: boolean;
  /** The sections gone to since the place was opened, the latest last; when empty, that of the place is shown. */
  readonly trail: readonly string[];
}

export const useHelp = create<HelpState>(() => ({ isOpen: false, isOverDialog: false, trail: [] }));

useLocation.subscribe(({ route }, before) => {
  if (placeOf(route) !== placeOf(before.route)) useHelp.setState({ trail: [] });
});

export function openHelp(): void {
  useHelp.setState({ isOpen: true, trail: [] });
}

export function closeHelp(): void {
  useHelp.setState({ isOpen: false, isOverDialog: false, trail: [] });
}

export function toggleHelp({ isOverDialog }: Pick<HelpState, 'isOverDialog'>): void {
  if (useHelp.getState().isOpen) closeHelp();
  else useHelp.setState({ isOpen: true, isOverDialog, trail: [] });
}

/** Shows a section of the guide: `guide/policy.md#learning`. */
export function showGuide(address: string): void {
  useHelp.setState(({ trail }) => ({ isOpen: true, trail: [...trail, address] }));
}

/** Gives a way back to the section before, or undefined when the one shown is that of the place. */
export function useGoBack(): (() => void) | undefined {
  const canGoBack = useHelp(({ trail }) => trail.length > 0);
  return canGoBack ? goBack : undefined;
}

function goBack(): void {
  useHelp.setState(({ trail }) => ({ trail: trail.slice(0, -1) }));
}

/** The address of the section to show. */
export function useHelpAddress(): string {
  const chosen = useHelp(({ trail }) => trail.at(-1));
  const own = useLocation(({ route }) => helpOfPlace[placeOf(route)]);
  return chosen ?? own;
}
