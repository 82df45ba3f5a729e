// SPDX-License-Identifier: Apache-2.0
/**
 * Probes by layer: which layer blocked each, and behind each cell its evidence. Arrow keys move, Enter opens.
 */

import { Fragment, type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { drillClassLabels } from '../../../../contract/wording/isolation/drill-labels.ts';
import type { DrillReport } from '../../../../contract/model/drill.ts';
import { Panel } from '../../../ui/panel.tsx';
import { NoMatches } from '../../../ui/placeholder.tsx';
import { SearchField } from '../../../ui/search/search-field.tsx';
import {
  columnLabels,
  type MatrixColumn,
  matrixCell,
  matrixColumnsOf,
  matrixFields,
  matrixSubject,
} from './matrix-rows.ts';
import { matchesSearch, parseSearch, describeUnknownFields } from '../../../../contract/search/search.ts';
import { DrillLegend } from './drill-legend.tsx';
import { MatrixRow } from './matrix-row.tsx';
import { t } from '../../../lib/language/t.ts';

interface DrillMatrixProps {
  readonly report: DrillReport;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
}

const moves: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -99],
  End: [0, 99],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

export function DrillMatrix({ report, filter, onFilter }: DrillMatrixProps) {
  const { results, changes } = report;
  const columns = matrixColumnsOf(report);
  const terms = useMemo(() => parseSearch(filter), [filter]);
  const rows = useMemo(
    () => results.filter((result) => matchesSearch(matrixSubject(result, changes), terms)),
    [results, changes, terms],
  );
  const [held, setHeld] = useState({ row: 0, column: 0 });
  const [opened, setOpened] = useState<{ readonly probe: string; readonly column: MatrixColumn } | undefined>(
    undefined,
  );
  const table = useRef<HTMLTableElement>(null);
  const place = { row: Math.min(held.row, rows.length - 1), column: held.column };
  const current = rows[place.row];
  const currentColumn = columns[place.column] ?? 'up';

  function handleKeyDown(event: KeyboardEvent): void {
    const [down, right] = moves[event.key] ?? [0, 0];
    if (down !== 0 || right !== 0) {
      const next = {
        row: Math.min(rows.length - 1, Math.max(0, place.row + down)),
        column: Math.min(columns.length - 1, Math.max(0, place.column + right)),
      };
      setHeld(next);
      table.current?.querySelector<HTMLElement>(`[data-cell="${next.row} ${next.column}"]`)?.focus();
    } else if ((event.key === 'Enter' || event.key === ' ') && current !== undefined)
      handleOpen(current.probe, currentColumn);
    else if (event.key === 'Escape' && opened !== undefined) setOpened(undefined);
    else return;
    event.preventDefault();
  }

  function handleOpen(probe: string, column: MatrixColumn): void {
    setOpened(opened?.probe === probe && opened.column === column ? undefined : { probe, column });
  }

  return (
    <Panel
      title={
        rows.length === results.length
          ? t('Probes by layer')
          : t('Probes by layer, {shown} of {count}', { shown: rows.length, count: results.length })
      }
      isFlush
      actions={
        <SearchField
          label={t('Filter probes')}
          placeholder={t('class:files layer:selinux result:fail')}
          value={filter}
          problem={describeUnknownFields(terms, matrixFields)}
          onChange={onFilter}
        />
      }
    >
      {rows.length === 0 && <NoMatches what={t('probes')} onClear={() => onFilter('')} />}
      {rows.length > 0 && (
        <div className="drill-matrix-frame">
          <div className="table-scroll drill-matrix-scroll">
            <table
              ref={table}
              className="table drill-matrix"
              role="grid"
              aria-label={t('Probes by layer')}
              aria-describedby="drill-cell"
              onKeyDown={handleKeyDown}
            >
              <thead>
                <tr>
                  <th scope="col">{t('Probe')}</th>
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      <span>{columnLabels[column]}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((result, row) => (
                  <Fragment key={result.probe}>
                    {result.class !== rows[row - 1]?.class && (
                      <tr className="drill-class">
                        <th colSpan={columns.length + 1} scope="colgroup">
                          {drillClassLabels[result.class]}
                        </th>
                      </tr>
                    )}
                    <MatrixRow
                      result={result}
                      columns={columns}
                      row={row}
                      heldColumn={place.row === row ? place.column : undefined}
                      opened={opened?.probe === result.probe ? opened.column : undefined}
                      isNewHole={
                        changes?.some(({ probe, kind }) => probe === result.probe && kind === 'new-hole') === true
                      }
                      onHold={(column) => setHeld({ row, column })}
                      onOpen={(column) => handleOpen(result.probe, column)}
                    />
                  </Fragment>
                ))}
              </tbody>
            </table>
          </div>
          <DrillLegend results={rows} />
        </div>
      )}
      <p id="drill-cell" className="drill-cell muted">
        {current === undefined
          ? ''
          : t('{sentence}. Enter shows the evidence.', { sentence: matrixCell(current, currentColumn).sentence })}
      </p>
    </Panel>
  );
}
