// SPDX-License-Identifier: Apache-2.0
/** A small button of a row, with as few elements as it can have. Its tip is shown by the list's one tooltip. */

import type { MouseEvent } from 'react';

/** Paths of a 24 by 24 grid. */
const paths = {
  terminal:
    'M20 4H4a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V6a2 2 0 0 0-2-2m0 14H4V8h16z' +
    'm-2-1h-6v-2h6zM7.5 17l-1.4-1.4L8.7 13l-2.6-2.6L7.5 9l4 4z',
  start: 'M8 5v14l11-7z',
  stop: 'M6 6h12v12H6z',
  more: 'M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4m0 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4m0 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
} as const;

interface RowButtonProps {
  readonly label: string;
  readonly icon: keyof typeof paths;
  /** Why it cannot be used; undefined when it can. */
  readonly reason?: string | undefined;
  readonly opensMenu?: boolean;
  readonly tabIndex: 0 | -1;
  readonly onAction: (button: HTMLElement) => void;
}

export function RowButton({ label, icon, reason, opensMenu = false, tabIndex, onAction }: RowButtonProps) {
  function handleClick(event: MouseEvent<HTMLElement>): void {
    if (reason === undefined) onAction(event.currentTarget);
  }
  return (
    <button
      type="button"
      className="row-button"
      aria-label={label}
      aria-disabled={reason !== undefined}
      aria-haspopup={opensMenu ? 'menu' : undefined}
      data-tip={reason ?? label}
      tabIndex={tabIndex}
      onClick={handleClick}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={paths[icon]} fill="currentColor" />
      </svg>
    </button>
  );
}
