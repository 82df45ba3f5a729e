// SPDX-License-Identifier: Apache-2.0
/**
 * Shows one probe of the matrix: its name, a cell for each circumstance and layer, and below them the evidence when one
 * was opened.
 */

import { drillFaultOf, drillVerdictOf } from '../../../../contract/wording/isolation/drill-marks.ts';
import {
  drillClassLabels,
  drillOutcomeLabels,
  notApplicable,
} from '../../../../contract/wording/isolation/drill-labels.ts';
import type { DrillResult } from '../../../../contract/model/drill.ts';
import { evidenceFor, isOutcome, type MatrixColumn, matrixCell } from './matrix-rows.ts';
import { ProbeEvidence } from './probe-evidence.tsx';
import { t } from '../../../lib/language/t.ts';

interface MatrixRowProps {
  readonly result: DrillResult;
  readonly columns: readonly MatrixColumn[];
  readonly row: number;
  /** The place of the cell that the keyboard is at, when it is in this row. */
  readonly heldColumn: number | undefined;
  readonly opened: MatrixColumn | undefined;
  readonly isNewHole: boolean;
  readonly onHold: (column: number) => void;
  readonly onOpen: (column: MatrixColumn) => void;
}

export function MatrixRow({ result, columns, row, heldColumn, opened, isNewHole, onHold, onOpen }: MatrixRowProps) {
  const fault = drillFaultOf(result);
  return (
    <>
      <tr className={opened === undefined ? undefined : 'is-open'}>
        <th scope="row" title={`${drillClassLabels[result.class]}: ${result.probe}`}>
          <span className="drill-probe">{result.title}</span>
          {fault !== undefined && (
            <span className="badge red">{drillOutcomeLabels[fault === 'breached' ? 'breached' : 'not-run']}</span>
          )}
          {drillVerdictOf(result) === 'absent' && (
            <span className="badge" title={result.with.evidence[0]}>
              {notApplicable}
            </span>
          )}
          {isNewHole && <span className="badge red">{t('new')}</span>}
        </th>
        {columns.map((column, place) => {
          const { sign, tone, sentence } = matrixCell(result, column);
          return (
            <td
              key={column}
              role="gridcell"
              className={isOutcome(column) ? `drill-${tone}` : `mark-${tone}`}
              data-cell={`${row} ${place}`}
              tabIndex={heldColumn === place ? 0 : -1}
              aria-label={sentence}
              aria-expanded={opened === column}
              title={sentence}
              onFocus={() => onHold(place)}
              onClick={() => onOpen(column)}
            >
              {sign}
            </td>
          );
        })}
      </tr>
      {opened !== undefined && (
        <tr className="drill-evidence-row">
          <td colSpan={columns.length + 1}>
            <ProbeEvidence
              title={result.title}
              holes={result.holes ?? []}
              circumstances={evidenceFor(result, opened)}
            />
          </td>
        </tr>
      )}
    </>
  );
}
