// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the isolation map at one glance: a row for each container's processes, a column for what is another's, and a
 * sentence for the cell in hand.
 */

import { type KeyboardEvent, useRef, useState } from 'react';
import { judgeMap } from '../../../../contract/model/isolation/judge-map.ts';
import { forgetVerdict } from '../../../../contract/model/isolation/verdict.ts';
import { useHostInfo, useIsConnected } from '../../../host/connection.ts';
import { ContainerName } from '../../containers/container-name.tsx';
import { VerdictSign } from '../../containers/verdict/verdict-sign.tsx';
import { HueMark } from '../../../ui/hue-mark.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Empty, Loading } from '../../../ui/placeholder.tsx';
import { apartness, type Apartness, apartnessLabel, cellSentence, shownOf } from './isolation-map-labels.ts';
import { useStaleness, useAudit } from './audit-store.ts';
import { t } from '../../../lib/language/t.ts';

interface Cell {
  /** Places among the rows and columns that are shown. */
  readonly row: number;
  readonly column: number;
}

/** Limits the containers that are shown: more would be thousands of cells that nobody can read. */
const maxShown = 40;
const legend: readonly Apartness[] = ['categories', 'type', 'open', 'unknown'];
const moves: Readonly<Record<string, Cell>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

export function IsolationMapPanel() {
  const audit = useAudit((state) => state.audit);
  const selinux = useHostInfo()?.selinux.status;
  const isConnected = useIsConnected();
  const isStale = useStaleness() !== undefined;
  const [held, setHeld] = useState<Cell | undefined>(undefined);
  const table = useRef<HTMLTableElement>(null);
  if (audit === undefined)
    return (
      <Panel title={t('Isolation map')}>
        <Loading label={t('Checking each pair of containers')} lines={6} />
      </Panel>
    );
  const { map } = audit;
  if (map.containers.length === 0)
    return (
      <Panel title={t('Isolation map')}>
        {isStale ? (
          <Empty title={t('No containers at the time of the check')}>{t('It is checked again by itself.')}</Empty>
        ) : (
          <Empty title={t('No containers on this host')}>
            {t('Who is isolated from whom is shown here as soon as there are two.')}
          </Empty>
        )}
      </Panel>
    );

  const { shown, hidden } = shownOf(map, maxShown);
  const cell: Cell =
    held !== undefined && held.row < shown.length && held.column < shown.length ? held : { row: 0, column: 0 };
  const found = judgeMap({ map, checkedAt: audit.result.checkedAt, isStale, selinux });
  const verdict = isConnected ? found : forgetVerdict(found);

  function handleKeyDown(event: KeyboardEvent): void {
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const bound = (place: number): number => Math.min(shown.length - 1, Math.max(0, place));
    const next = { row: bound(cell.row + move.row), column: bound(cell.column + move.column) };
    setHeld(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row} ${next.column}"]`)?.focus();
  }

  return (
    <Panel title={t('Isolation map')} actions={<VerdictSign verdict={verdict} isReason />} isFlush>
      <div className="isolation-map-scroll">
        <table
          ref={table}
          className="isolation-map"
          role="grid"
          aria-label={t('Isolation map')}
          aria-describedby="isolation-map-cell"
          onKeyDown={handleKeyDown}
          onMouseLeave={() => setHeld(undefined)}
        >
          <thead>
            <tr>
              <td />
              {shown.map((index) => (
                <th key={index} scope="col" title={map.containers[index]?.name}>
                  <span className="isolation-map-column">
                    <span className="truncate">{map.containers[index]?.name}</span>
                    <HueMark name={map.containers[index]?.name ?? ''} />
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((from, row) => (
              <tr key={from}>
                <th scope="row">
                  <ContainerName name={map.containers[from]?.name ?? ''} tab="security" />
                </th>
                {shown.map((to, column) => {
                  const state = apartness(map, from, to);
                  const isHeld = cell.row === row && cell.column === column;
                  return (
                    <td
                      key={to}
                      role="gridcell"
                      className={`apart-${state}`}
                      data-cell={`${row} ${column}`}
                      tabIndex={isHeld ? 0 : -1}
                      aria-label={cellSentence(map, from, to)}
                      onMouseEnter={() => setHeld({ row, column })}
                      onFocus={() => setHeld({ row, column })}
                    >
                      {apartnessLabel[state].sign}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p id="isolation-map-cell" className="isolation-map-cell muted">
        {held === undefined
          ? t(
              'Row: the container that accesses. Column: the container being accessed. Each pair was checked with the kernel.',
            )
          : cellSentence(map, shown[cell.row] ?? 0, shown[cell.column] ?? 0)}
      </p>
      <p className="isolation-map-legend">
        {legend.map((state) => (
          <span key={state}>
            <i className={`apart-${state}`} aria-hidden="true">
              {apartnessLabel[state].sign}
            </i>
            {apartnessLabel[state].label}
          </span>
        ))}
      </p>
      {hidden > 0 && (
        <p className="isolation-map-cell muted">
          {t('{hidden} more containers are not shown. Those that are not isolated come first.', { hidden })}
        </p>
      )}
    </Panel>
  );
}
