// SPDX-License-Identifier: Apache-2.0
/** A kind of denials that is left out until its chip is pressed. */

import type { ReactNode } from 'react';

interface FoldChipProps {
  /** What the kind is, and what a press does now. */
  readonly title: string;
  readonly isShown: boolean;
  readonly onShow: (isShown: boolean) => void;
  readonly children: ReactNode;
}

export function FoldChip({ title, isShown, onShow, children }: FoldChipProps) {
  return (
    <button
      type="button"
      className={`badge fold-chip${isShown ? ' info' : ''}`}
      aria-pressed={isShown}
      title={title}
      onClick={() => onShow(!isShown)}
    >
      {children}
    </button>
  );
}
