// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of a log, of which only those in sight are drawn. At its end it stays at the end while rows come; elsewhere
 * it stays where it is, and says how many came.
 */

import ArrowDownward from '@mui/icons-material/ArrowDownward';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { CategoryOwner } from '../denials/model/denial-sentence.ts';
import type { LogRow } from './log-rows.ts';
import { LogRowView } from './log-row-view.tsx';
import { t } from '../../lib/language/t.ts';

interface LogListProps {
  readonly label: string;
  readonly rows: readonly LogRow[];
  readonly owners: readonly CategoryOwner[];
  readonly search: string;
  /** The row that a search is at. */
  readonly current: number | undefined;
  readonly isWrapped: boolean;
}

const rowHeight = 20;
/** Nearer to the end than this is at the end. */
const endPixels = 2 * rowHeight;

export function LogList({ label, rows, owners, search, current, isWrapped }: LogListProps) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState(rows.length);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  const { measure, scrollToIndex } = virtual;

  // Heights that were measured with other line breaks are none.
  useEffect(() => measure(), [isWrapped, measure]);
  useEffect(() => {
    if (isAtEnd && rows.length > 0) scrollToIndex(rows.length - 1, { align: 'end' });
  }, [rows, isAtEnd, isWrapped, scrollToIndex]);
  useEffect(() => {
    if (current !== undefined) scrollToIndex(current, { align: 'center' });
  }, [current, scrollToIndex]);

  function handleScroll(): void {
    const element = scrollRef.current;
    if (element === null) return;
    const isNow = element.scrollHeight - element.scrollTop - element.clientHeight < endPixels;
    if (isNow || isAtEnd) setSeen(rows.length);
    setAtEnd(isNow);
  }
  /** The keys of a page that scrolls, where the browser has none for what is not drawn. */
  function handleKey(key: string): void {
    if (key === 'End') setAtEnd(true);
    if (key === 'Home' && rows.length > 0) scrollToIndex(0);
  }

  const newer = rows.length - seen;
  return (
    <div className={`log-view${isWrapped ? ' wrapped' : ''}`}>
      <div
        ref={scrollRef}
        className="log-scroll"
        role="list"
        aria-label={label}
        tabIndex={0}
        onScroll={handleScroll}
        onKeyDown={({ key }) => handleKey(key)}
      >
        <div className="log-rows" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <div
                key={index}
                ref={isWrapped ? virtual.measureElement : undefined}
                role="listitem"
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                data-index={index}
                className={`log-row${index === current ? ' current' : ''}`}
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogRowView row={row} owners={owners} search={search} />
              </div>
            );
          })}
        </div>
      </div>
      {!isAtEnd && (
        <button type="button" className="log-to-end" onClick={() => setAtEnd(true)}>
          <ArrowDownward aria-hidden="true" />
          {newer > 0 ? t('{newer} new', { newer }) : t('To the end')}
        </button>
      )}
    </div>
  );
}
