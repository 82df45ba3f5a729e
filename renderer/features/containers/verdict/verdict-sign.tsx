// SPDX-License-Identifier: Apache-2.0
/**
 * The sign of a verdict of isolation, and the only thing in the window that shows isolation in green. It takes a verdict,
 * which only the contract makes.
 */

import type { Verdict, VerdictState } from '../../../../contract/model/isolation/verdict.ts';
import { textOf } from '../../../../contract/text.ts';
import { verdictLabels } from './verdict-labels.ts';

interface VerdictSignProps {
  readonly verdict: Verdict;
  /** The weightiest reason stands in place of the label. */
  readonly isReason?: boolean;
}

const outline = 'M8 1.3 13.5 3.2v4.3c0 3.4-2.2 5.9-5.5 7.2-3.3-1.3-5.5-3.8-5.5-7.2V3.2z';
const half = 'M8 1.3 2.5 3.2v4.3c0 3.4 2.2 5.9 5.5 7.2';

/** Draws a tick, a bar, or a cross in the open side of the shield, so that nobody needs the colours. */
const marks: Partial<Readonly<Record<VerdictState, string>>> = {
  isolated: 'm5.2 8 2 2 3.6-4',
  'isolated-with-remarks': 'M8 4.6v4.2M8 10.2v1.6',
  'not-isolated': 'm10.2 5.6 4 4m0-4-4 4',
};

export function VerdictSign({ verdict: { state, reasons }, isReason = false }: VerdictSignProps) {
  const label = verdictLabels[state];
  const isWhole = state === 'isolated';
  const texts = reasons.map(textOf);
  return (
    <span className={`verdict-sign verdict-${state}`} title={[label, ...texts].join('\n')}>
      <svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.6">
        <path
          d={state === 'not-isolated' ? half : outline}
          fill={isWhole ? 'currentColor' : undefined}
          strokeDasharray={state === 'unknown' ? '2.6 1.8' : undefined}
        />
        <path d={marks[state]} stroke={isWhole ? 'var(--panel)' : undefined} />
      </svg>
      <span>{isReason ? texts[0] : label}</span>
    </span>
  );
}
