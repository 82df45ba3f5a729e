// SPDX-License-Identifier: Apache-2.0
/**
 * Causes: denials that share types, class and permissions. Only the rows that are seen are drawn; while one points at
 * the list or is in it with the keyboard, its rows hold still.
 */

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type PointerEvent } from 'react';
import type { CategoryOwner } from '../model/denial-sentence.ts';
import { causeHeadings, type CauseHeadingKind } from '../model/cause-kinds.ts';
import type { Cause } from '../model/causes.ts';
import { CauseRow } from './cause-row.tsx';
import { useHeldOrder } from './use-held-order.ts';
import { t } from '../../../lib/language/t.ts';
import './cause-list.css';

interface CauseListProps {
  readonly causes: readonly Cause[];
  readonly owners: readonly CategoryOwner[];
  readonly now: number;
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
  /** The rows are in the order of their groups, and each group has a heading. */
  readonly hasHeadings: boolean;
  /** Changes with what was asked for: sorting, filter, time. A new order does not keep the old places. */
  readonly question: string;
}

export function CauseList({ causes, owners, now, openId, onOpen, hasHeadings, question }: CauseListProps) {
  const { rows, waiting, hold, release } = useHeldOrder(causes, question);
  const scrollRef = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => rowHeight + (isHeaded(index) ? headingHeight : 0),
    overscan: 6,
  });
  const headed = rows.flatMap((_, index) => (isHeaded(index) ? [index] : [])).join(' ');
  useEffect(() => virtual.measure(), [virtual, headed]);

  function headingAt(index: number): CauseHeadingKind | undefined {
    const row = rows[index];
    if (row?.isIgnored === true) return 'ignored';
    return hasHeadings ? row?.reason.kind : undefined;
  }
  function isHeaded(index: number): boolean {
    return headingAt(index) !== headingAt(index - 1);
  }

  function handleKey(event: KeyboardEvent<HTMLElement>): void {
    const focused = document.activeElement?.closest('[data-index]');
    const at = focused instanceof HTMLElement ? Number(focused.dataset['index']) : -1;
    const to = targetOf(event.key, at, rows.length);
    if (to === undefined) return;
    event.preventDefault();
    virtual.scrollToIndex(to, { align: 'auto' });
    // The row is drawn in the next frame when it was out of sight.
    requestAnimationFrame(() =>
      scrollRef.current?.querySelector<HTMLElement>(`[data-index="${to}"] > .cause`)?.focus(),
    );
  }

  function handleLeave(event: PointerEvent<HTMLElement>): void {
    if (!event.currentTarget.contains(document.activeElement)) release();
  }
  /** Releases the cause when the focus leaves the list. From one row to the next is no leaving. */
  function handleBlur(event: FocusEvent<HTMLElement>): void {
    if (!event.currentTarget.contains(event.relatedTarget)) release();
  }

  return (
    <>
      {waiting > 0 && (
        <button type="button" className="newer-causes" onClick={release}>
          {t('{waiting} newer: show', { waiting })}
        </button>
      )}
      <div
        ref={scrollRef}
        className="cause-scroll virtual-scroll"
        onPointerEnter={hold}
        onPointerLeave={handleLeave}
        onFocus={hold}
        onBlur={handleBlur}
        onKeyDown={handleKey}
      >
        <ul className="cause-list" aria-label={t('Causes of denials')} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, size }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <li
                key={row.group.id}
                data-index={index}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                style={{ height: size, transform: `translateY(${start}px)` }}
              >
                {isHeaded(index) && <CauseHeading kind={headingAt(index) ?? row.reason.kind} />}
                <CauseRow
                  group={row.group}
                  count={row.count}
                  reason={row.reason}
                  owners={owners}
                  now={now}
                  isOpen={openId !== undefined && row.ids.includes(openId)}
                  onOpen={onOpen}
                />
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}

/**
 * All rows are of one height: measuring ten thousand would cost more than drawing the few that are seen. See
 * cause-row.css.
 */
const rowHeight = 80;
const headingHeight = 28;

function CauseHeading({ kind }: { readonly kind: CauseHeadingKind }) {
  const { label, meaning } = causeHeadings[kind];
  return (
    <h3 className="cause-heading" title={meaning} style={{ height: headingHeight }}>
      {label}
    </h3>
  );
}

function targetOf(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(count - 1, at + 8);
    case 'PageUp':
      return Math.max(0, at - 8);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
