// SPDX-License-Identifier: Apache-2.0
/** What became of the denials of a cell, as a sign that needs no colour; the same signs as in the graph. */

import type { MatrixCell } from './denial-matrix.ts';
import { VerdictMark } from '../verdict-mark.tsx';

/** An arrow that goes through. */
export const passedPath = 'M2 10H20M14.5 4.5 20 10l-5.5 5.5';

export function MatrixSign({ verdict, tone }: Pick<MatrixCell, 'verdict' | 'tone'>) {
  return (
    <svg className="matrix-sign" width="22" height="20" aria-hidden="true">
      {verdict !== 'blocked' && <path className="passed" d={passedPath} />}
      {verdict !== 'logged' && (
        <VerdictMark tone={verdict === 'unknown' ? 'unknown' : blockedTone(tone)} x={11} y={10} height={4} />
      )}
    </svg>
  );
}

/** What was blocked between containers was blocked by isolation, also where the rest went through. */
function blockedTone(tone: MatrixCell['tone']): MatrixCell['tone'] {
  return tone === 'crossed' ? 'isolation' : tone;
}
