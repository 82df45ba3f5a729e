// SPDX-License-Identifier: Apache-2.0
/** Describes an entry of a menu, and the menu of some. */

export interface MenuAction {
  readonly label: string;
  readonly hint?: string;
  /** Why it cannot be done; undefined when it can. */
  readonly reason: string | undefined;
  readonly run: () => Promise<void> | void;
}

export interface ActionMenuItemsProps {
  readonly anchor: HTMLElement;
  readonly actions: readonly MenuAction[];
  /** It comes and goes without a transition. */
  readonly isAtOnce?: boolean;
  readonly onClose: () => void;
}
