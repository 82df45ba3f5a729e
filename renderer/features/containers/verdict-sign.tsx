// SPDX-License-Identifier: Apache-2.0
/**
 * The sign of a verdict of isolation, and the only thing in the window that shows isolation in green. It takes a verdict,
 * which only the contract makes.
 */

import type { Verdict, VerdictState } from '../../../contract/model/isolation/verdict.ts';
import { textOf } from '../../../contract/text.ts';
import { verdictLabels } from './verdict-labels.ts';

interface VerdictSignProps {
  readonly verdict: Verdict;
  /** `reason`: the weightiest reason in place of the label. `both`: after it, unless all is well. */
  readonly says?: 'label' | 'reason' | 'both';
}

const outline = 'M8 1.3 13.5 3.2v4.3c0 3.4-2.2 5.9-5.5 7.2-3.3-1.3-5.5-3.8-5.5-7.2V3.2z';

export function VerdictSign({ verdict: { state, reasons }, says = 'label' }: VerdictSignProps) {
  const label = verdictLabels[state];
  const texts = reasons.map(textOf);
  return (
    <span className={`verdict-sign verdict-${state}`} title={[label, ...texts].join('\n')}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {shieldOf(state)}
      </svg>
      <span>{says === 'reason' ? texts[0] : label}</span>
      {says === 'both' && state !== 'isolated' && state !== 'not-running' && <span>{texts[0]}</span>}
    </span>
  );
}

/** Closed and full, closed with a bar, open with a cross, dashed, and thin: told apart without colours. */
function shieldOf(state: VerdictState) {
  switch (state) {
    case 'isolated':
      return (
        <>
          <path d={outline} fill="currentColor" />
          <path d="m5.2 8 2 2 3.6-4" fill="none" stroke="var(--panel)" strokeWidth="1.6" />
        </>
      );
    case 'isolated-with-remarks':
      return <path d={`${outline}M8 4.6v4.2M8 10.4v1.4`} fill="none" stroke="currentColor" strokeWidth="1.6" />;
    case 'not-isolated':
      return (
        <path
          d="M8 1.3 2.5 3.2v4.3c0 3.4 2.2 5.9 5.5 7.2m2.2-9.1 4 4m0-4-4 4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        />
      );
    case 'unknown':
      return <path d={outline} fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 1.8" />;
    case 'not-running':
      return <path d={outline} fill="none" stroke="currentColor" strokeWidth="1.2" />;
  }
}
