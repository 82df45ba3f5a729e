// SPDX-License-Identifier: Apache-2.0
/**
 * Moves through the heat map by keyboard: arrows move a cursor, with Shift they stretch a selection, Enter selects,
 * Escape ends it.
 */

import { useState, type KeyboardEvent } from 'react';

export interface HeatKeys {
  /** Gives the slot under the cursor; undefined before a key was pressed. */
  readonly cursor: number | undefined;
  readonly handleKey: (event: KeyboardEvent, onClear: () => void) => void;
  readonly forget: () => void;
}

export function useHeatKeys(slots: number, onSelect: (first: number, last: number) => void): HeatKeys {
  const [cursor, setCursor] = useState<number | undefined>(undefined);
  const [anchor, setAnchor] = useState<number | undefined>(undefined);

  function handleKey(event: KeyboardEvent, onClear: () => void): void {
    const at = cursor ?? slots - 1;
    const to = targetOf(event.key, at, slots);
    if (to !== undefined) {
      const from = event.shiftKey ? (anchor ?? at) : undefined;
      setCursor(to);
      setAnchor(from);
      if (from !== undefined) onSelect(from, to);
    } else if (event.key === 'Enter' || event.key === ' ') onSelect(anchor ?? at, at);
    else if (event.key === 'Escape') onClear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    cursor,
    handleKey,
    forget() {
      setCursor(undefined);
      setAnchor(undefined);
    },
  };
}

function targetOf(key: string, at: number, slots: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowRight':
      return Math.min(slots - 1, at + 1);
    case 'Home':
      return 0;
    case 'End':
      return slots - 1;
    default:
      return undefined;
  }
}
