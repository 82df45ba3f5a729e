// SPDX-License-Identifier: Apache-2.0
/** The processes as rows, of which only those in sight are drawn, and what there is to say of the current one. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { describeOwner } from '../../../contract/wording/describe-file.ts';
import type { ContainerProcess } from '../../../contract/model/containers/process.ts';
import { describeCommand, type ProcessOrder, type ProcessRow } from '../../../contract/rules/process-tree.ts';
import { formatBytes, formatDecimal, formatPercent } from '../../lib/units.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { ProcessDetails } from './process-details.tsx';
import { strayHint } from './process-labels.ts';
import { t } from '../../lib/language/t.ts';

export interface ProcessSort {
  readonly order: ProcessOrder;
  readonly isDescending: boolean;
}

interface ProcessTableProps {
  readonly label: string;
  readonly rows: readonly ProcessRow[];
  readonly sort: ProcessSort;
  readonly onSort: (sort: ProcessSort) => void;
}

const rowHeight = 28;
/** A deeper process is drawn at this depth: what is beyond would be out of sight. */
const maxDepth = 12;
const columns: readonly (readonly [ProcessOrder, string])[] = [
  ['name', t('Command')],
  ['pid', t('PID')],
  ['user', t('User')],
  ['cpu', t('CPU')],
  ['memory', t('Memory')],
  ['context', t('Context')],
];
/** Columns that one wants to see largest first. */
const largestFirst: readonly ProcessOrder[] = ['cpu', 'memory'];

/** Identifies the row of a process. Another process that gets the number of one that has ended is another row. */
function keyOf({ pid, startTicks }: ContainerProcess): string {
  return `${pid}-${startTicks}`;
}

export function ProcessTable({ label, rows, sort, onSort }: ProcessTableProps) {
  const id = useId();
  const scrollRef = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string>();
  const at = rows.findIndex(({ process }) => keyOf(process) === current);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const { scrollToIndex } = virtual;
  // Not when the rows move: then the reader stays where they are.
  const latestAt = useRef(at);
  useEffect(() => {
    latestAt.current = at;
  }, [at]);
  useEffect(() => {
    if (current !== undefined && latestAt.current >= 0) scrollToIndex(latestAt.current);
  }, [current, scrollToIndex]);

  function handleKey(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.altKey || event.metaKey || event.ctrlKey) return;
    const page = Math.max(1, Math.floor((scrollRef.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? rows.length - 1 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const row = rows[Math.max(0, Math.min(rows.length - 1, step))];
    if (row !== undefined) setCurrent(keyOf(row.process));
  }

  return (
    <>
      <div
        ref={scrollRef}
        className="process-scroll virtual-scroll"
        role="treegrid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
        tabIndex={0}
        onKeyDown={handleKey}
      >
        <div role="row" className="process-row head">
          {columns.map(([order, title]) => (
            <SortHead key={order} order={order} title={title} sort={sort} onSort={onSort} />
          ))}
        </div>
        <div className="process-rows" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = keyOf(row.process);
            return (
              <div
                key={key}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-level={row.depth + 1}
                aria-selected={key === current}
                className={`process-row${key === current ? ' current' : ''}${row.process.isStray ? ' stray' : ''}`}
                style={{ transform: `translateY(${start}px)` }}
                onClick={() => setCurrent(key)}
              >
                <ProcessCells row={row} />
              </div>
            );
          })}
        </div>
      </div>
      {rows[at] !== undefined && <ProcessDetails process={rows[at].process} />}
    </>
  );
}

interface SortHeadProps extends Pick<ProcessTableProps, 'sort' | 'onSort'> {
  readonly order: ProcessOrder;
  readonly title: string;
}

function SortHead({ order, title, sort, onSort }: SortHeadProps) {
  const isSorted = sort.order === order;
  const direction = sort.isDescending ? 'descending' : 'ascending';
  function handleSort(): void {
    onSort({ order, isDescending: isSorted ? !sort.isDescending : largestFirst.includes(order) });
  }
  return (
    <span role="columnheader" aria-sort={isSorted ? direction : 'none'} className={order}>
      <button type="button" onClick={handleSort}>
        {title}
        {isSorted && <span aria-hidden="true">{sort.isDescending ? ' ↓' : ' ↑'}</span>}
      </button>
    </span>
  );
}

function ProcessCells({ row: { process, cpuPercent, depth } }: { readonly row: ProcessRow }) {
  const { pid, innerPid, user, cpuUsec, rssBytes, context, isStray } = process;
  const used = t('{seconds} s of processor time since its start', { seconds: formatDecimal(cpuUsec / 1_000_000, 2) });
  return (
    <>
      <span role="gridcell" className="name mono" style={{ paddingLeft: 16 * Math.min(depth, maxDepth) }}>
        <SafeText text={describeCommand(process)} />
      </span>
      <span
        role="gridcell"
        className="pid"
        title={innerPid === null ? t('In no pid namespace of the container') : t('{pid} inside', { pid: innerPid })}
      >
        {pid}
      </span>
      <span role="gridcell" className="user" title={t('On the host {uid}', { uid: user.host })}>
        {describeOwner(user)}
      </span>
      <span role="gridcell" className="cpu" title={used}>
        {cpuPercent === null ? '–' : formatPercent(cpuPercent)}
      </span>
      <span role="gridcell" className="memory">
        {formatBytes(rssBytes)}
      </span>
      <span role="gridcell" className="context mono" title={isStray ? strayHint : (context ?? undefined)}>
        {isStray && <span className="badge red">{t('other')}</span>}{' '}
        {context === null ? t('none') : <SafeText text={context.split(':').slice(2).join(':')} />}
      </span>
    </>
  );
}
