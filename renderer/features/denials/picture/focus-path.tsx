// SPDX-License-Identifier: Apache-2.0
/** Zoom level one looks at the picture, and the way back. */

import { t } from '../../../lib/language/t.ts';
interface FocusPathProps {
  readonly top: string;
  readonly steps: readonly { readonly label: string }[];
  /** Goes to the level after so many steps. */
  readonly onGo: (depth: number) => void;
}

export function FocusPath({ top, steps, onGo }: FocusPathProps) {
  return (
    <nav className="focus-path" aria-label={t('Zoom level')}>
      {[top, ...steps.map(({ label }) => label)].map((label, depth) => (
        <span key={depth} className="step">
          {depth > 0 && <span aria-hidden="true">›</span>}
          {depth === steps.length ? (
            <strong className="truncate" aria-current="true">
              {label}
            </strong>
          ) : (
            <button type="button" className="plain-button truncate" onClick={() => onGo(depth)}>
              {label}
            </button>
          )}
        </span>
      ))}
    </nav>
  );
}
