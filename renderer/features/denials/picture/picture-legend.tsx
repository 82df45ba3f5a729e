// SPDX-License-Identifier: Apache-2.0
/** What the signs of the picture mean. */

import type { ReactNode } from 'react';
import type { DenialTone } from '../model/denial-tone.ts';
import { passedPath } from '../matrix/matrix-sign.tsx';
import { VerdictMark } from '../verdict-mark.tsx';
import { t } from '../../../lib/language/t.ts';

interface PictureLegendProps {
  readonly level: 'matrix' | 'flow';
}

const blocked: readonly (readonly [tone: DenialTone, meaning: string])[] = [
  ['isolation', t('blocked by container isolation')],
  ['policy', t('blocked: no rule allows it')],
  ['unknown', t('blocked, reason unknown')],
];

export function PictureLegend({ level }: PictureLegendProps) {
  return (
    <ul className="picture-legend" aria-label={t('Legend')}>
      {blocked.map(([tone, meaning]) => (
        <li key={tone}>
          <Sign>
            {level === 'flow' && <path d="M1 10H14" className="way" />}
            <VerdictMark tone={tone} x={level === 'flow' ? 15 : 13} y={10} height={4} />
          </Sign>
          {meaning}
        </li>
      ))}
      <li>
        <Sign>
          {level === 'flow' ? (
            <>
              <path d="M1 10H25" className="way" />
              <path d="M1 10H25" className="noted" />
            </>
          ) : (
            <path d={passedPath} className="passed" />
          )}
        </Sign>
        {t('logged, not blocked')}
      </li>
      {level === 'matrix' ? (
        <>
          <li>
            <span className="only-box">
              <i className="only-sign" />
            </span>
            {t('only this row has it')}
          </li>
          <li className="faint">{t('rarest first; stronger colour: more denials (logarithmic)')}</li>
        </>
      ) : (
        <li className="faint">{t('wider band = more denials (log scale)')}</li>
      )}
    </ul>
  );
}

function Sign({ children }: { readonly children: ReactNode }) {
  return (
    <svg width="26" height="20" aria-hidden="true">
      {children}
    </svg>
  );
}
