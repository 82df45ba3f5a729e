// SPDX-License-Identifier: Apache-2.0
/**
 * The matrix of denials as one line above the causes, where there is no room for the matrix beside them: a button for
 * each kind of target, which leaves its causes alone.
 */

import { memo } from 'react';
import type { DenialFlow } from '../model/denial-flows.ts';
import { targetKinds } from '../model/target-kind.ts';
import type { FocusStep } from '../picture/picture-focus.ts';
import { formatCount } from '../../../lib/units.ts';
import { denialMatrix, type MatrixCell } from './denial-matrix.ts';
import { colourOf } from './matrix-cell-button.tsx';
import { verdictLabel } from './matrix-labels.ts';
import { MatrixSign } from './matrix-sign.tsx';
import { t } from '../../../lib/language/t.ts';
import './matrix.css';

interface KindStripProps {
  /** Holds the flows of the whole matrix. */
  readonly flows: readonly DenialFlow[];
  readonly steps: readonly FocusStep[];
  readonly onSteps: (steps: readonly FocusStep[]) => void;
}

export const KindStrip = memo(function KindStrip({ flows, steps, onSteps }: KindStripProps) {
  const [sum] = denialMatrix(flows, { maxRows: 1, isOneContainer: false }).rows;
  const cells = [...(sum?.cells.values() ?? [])];
  const chosen = steps.find(({ place }) => place !== undefined && place.rows === undefined)?.place?.column;
  if (cells.length < 2) return null;
  return (
    <div className="kind-strip" role="group" aria-label={t('Causes by what they are about')}>
      {cells.map((cell) => {
        const { column, count } = cell;
        const { label, meaning } = targetKinds[column];
        const isChosen = column === chosen;
        return (
          <button
            key={column}
            type="button"
            className={`matrix-cell ${colourOf(cell)}`}
            aria-pressed={isChosen}
            title={meaning}
            onClick={() => onSteps(isChosen ? [] : [{ label, place: { rows: undefined, column } }])}
          >
            {label}
            <MatrixSign verdict={cell.verdict} tone={cell.tone} /> <span>{formatCount(count)}</span>{' '}
            <span className="visually-hidden">{meaningOfCount(cell)}</span>
          </button>
        );
      })}
    </div>
  );
});

/** Goes on in words where the number ends: a name has to begin with what is seen. */
function meaningOfCount(cell: MatrixCell): string {
  const { count, causes } = cell;
  return t(
    '{count, plural, one {denial} other {denials}} of {causes, plural, one {one cause} other {# causes}}, {verdict}',
    { count, causes, verdict: verdictLabel(cell) },
  );
}
