// SPDX-License-Identifier: Apache-2.0
/** What became of the denials of a cell, as a sign that needs no colour; the same signs as in the graph. */

import type { MatrixCell } from './denial-matrix.ts';
import { VerdictMark } from '../verdict-mark.tsx';

export function MatrixSign({ verdict, tone }: Pick<MatrixCell, 'verdict' | 'tone'>) {
  return (
    <svg className="matrix-sign" width="22" height="20" aria-hidden="true">
      {verdict !== 'blocked' && <path className="passed" d="M1 10H21" />}
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
