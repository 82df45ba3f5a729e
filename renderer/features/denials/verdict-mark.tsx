// SPDX-License-Identifier: Apache-2.0
/**
 * What stopped an access: container isolation (a shield), a missing rule or wrong setting (a bar across the way), or
 * something that is not known (a hollow bar).
 */

import type { DenialTone } from './model/denial-tone.ts';

interface VerdictMarkProps {
  readonly tone: DenialTone;
  readonly x: number;
  readonly y: number;
  /** Gives the height of the edge that is stopped. */
  readonly height: number;
}

const shield = 'M0-7.5 6.5-5.2V0C6.5 4 3.9 6.6 0 8-3.9 6.6-6.5 4-6.5 0V-5.2z';

export function VerdictMark({ tone, x, y, height }: VerdictMarkProps) {
  const half = Math.max(6, height / 2 + 3);
  return (
    <g className={`verdict ${tone}`} transform={`translate(${x},${y})`}>
      <rect x={-2} y={-half} width={4} height={2 * half} rx={2} />
      {tone === 'isolation' && <path d={shield} />}
      {tone === 'isolation' && <path className="tick" d="m-3 0 2.2 2.2L3-2.2" />}
    </g>
  );
}
