// SPDX-License-Identifier: Apache-2.0
/**
 * Says which entries of the list are drawn, and which one Tab leads to. The arrow keys move along all rows, also those
 * that are not drawn yet; the row with the focus stays drawn when it is scrolled out of sight, so that the focus is not
 * lost.
 */

import { defaultRangeExtractor, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { ListEntry } from './groups/list-entries.ts';

/** Pixels; the same in containers.css. All rows are of one height, so that none has to be measured. */
const rowHeight = 38;
const rowsOfAPage = 12;

interface RowFocus {
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  /** Names the entry that takes the keys, by its key. */
  readonly activeKey: string | undefined;
  readonly setActiveKey: (key: string) => void;
  readonly handleKey: (event: KeyboardEvent<HTMLElement>) => void;
}

export function useRowFocus(entries: readonly ListEntry[], scrollRef: RefObject<HTMLDivElement | null>): RowFocus {
  const [chosen, setActiveKey] = useState<string | undefined>(undefined);
  const wanted = useRef<string | undefined>(undefined);
  const places = useMemo(() => new Map(entries.map(({ key }, index) => [key, index])), [entries]);
  const activeKey = chosen !== undefined && places.has(chosen) ? chosen : entries[0]?.key;
  const active = activeKey === undefined ? 0 : (places.get(activeKey) ?? 0);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const drawn = defaultRangeExtractor(range);
      if (active >= range.count || drawn.includes(active)) return drawn;
      return active < (drawn[0] ?? 0) ? [active, ...drawn] : [...drawn, active];
    },
    [active],
  );
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: entries.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: rowHeight,
    overscan: 6,
    rangeExtractor,
  });

  // The row is drawn by the render that made it the active one.
  useLayoutEffect(() => {
    if (wanted.current === undefined || wanted.current !== activeKey) return;
    wanted.current = undefined;
    scrollRef.current?.querySelector<HTMLElement>('.container-row[tabindex="0"]')?.focus({ preventScroll: true });
  });

  function handleKey(event: KeyboardEvent<HTMLElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.target instanceof HTMLElement) || !event.target.classList.contains('container-row')) return;
    const to = event.key === 'ArrowLeft' ? headingOf(entries, active) : targetOf(event.key, active, entries.length);
    const key = to === undefined ? undefined : entries[to]?.key;
    if (to === undefined || key === undefined) return;
    event.preventDefault();
    virtual.scrollToIndex(to, { align: 'auto' });
    wanted.current = key;
    setActiveKey(key);
  }

  return { virtual, activeKey, setActiveKey, handleKey };
}

/** The group that a row stands in; undefined for a heading, and where there are no groups. */
function headingOf(entries: readonly ListEntry[], at: number): number | undefined {
  if (entries[at]?.kind !== 'row') return undefined;
  const place = entries.findLastIndex(({ kind }, index) => kind === 'group' && index < at);
  return place === -1 ? undefined : place;
}

function targetOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return Math.min(count - 1, at + 1);
    case 'ArrowUp':
    case 'k':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(count - 1, at + rowsOfAPage);
    case 'PageUp':
      return Math.max(0, at - rowsOfAPage);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
