// SPDX-License-Identifier: Apache-2.0
/** The sign of the mode: closed shield, dashed shield, open shield; with its label unless there is no room. */

import type { ConfinementMode } from '../../../contract/model/containers/container.ts';
import { confinementModeLabels } from './confinement-labels.ts';

interface ConfinementSignProps {
  readonly mode: ConfinementMode;
  readonly isIconOnly?: boolean;
}

const outline = 'M8 1.3 13.5 3.2v4.3c0 3.4-2.2 5.9-5.5 7.2-3.3-1.3-5.5-3.8-5.5-7.2V3.2z';

export function ConfinementSign({ mode, isIconOnly = false }: ConfinementSignProps) {
  const { label, meaning } = confinementModeLabels[mode];
  return (
    <span className={`confinement-sign confinement-${mode}`} title={`${label}: ${meaning}`}>
      <svg viewBox="0 0 16 16" {...(isIconOnly ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}>
        {shieldOf(mode)}
      </svg>
      {!isIconOnly && <span>{label}</span>}
    </span>
  );
}

function shieldOf(mode: ConfinementMode) {
  switch (mode) {
    case 'enforced':
      return (
        <>
          <path d={outline} fill="currentColor" />
          <path d="m5.2 8 2 2 3.6-4" fill="none" stroke="var(--panel)" strokeWidth="1.6" />
        </>
      );
    case 'permissive':
      return <path d={outline} fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 1.8" />;
    case 'unconfined':
      return (
        <>
          <path d="M8 1.3 2.5 3.2v4.3c0 3.4 2.2 5.9 5.5 7.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="m10.2 5.6 4 4m0-4-4 4" stroke="currentColor" strokeWidth="1.6" />
        </>
      );
    case 'unknown':
      return <path d={outline} fill="none" stroke="currentColor" strokeWidth="1.2" opacity="0.7" />;
  }
}
