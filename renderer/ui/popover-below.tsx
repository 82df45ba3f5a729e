// SPDX-License-Identifier: Apache-2.0
/** A small dialog below the button that opened it; gone with a press outside, or Escape. */

import type { PopoverProps } from '@mui/material/Popover';
import type { ReactNode } from 'react';
import { createPart } from './part.tsx';

const Popover = createPart<PopoverProps>(async () => (await import('@mui/material/Popover')).default);

interface PopoverBelowProps {
  /** Is the button; undefined while it is closed. */
  readonly anchor: HTMLElement | undefined;
  readonly label: string;
  readonly className: string;
  /** Says whether the keyboard scrolls it, since nothing in it takes the focus. */
  readonly isText?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function PopoverBelow({ anchor, label, className, isText = false, onClose, children }: PopoverBelowProps) {
  if (anchor === undefined) return null;
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      slotProps={{ paper: { style: { marginTop: 6 } } }}
    >
      <div role="dialog" aria-label={label} className={className} {...(isText && { tabIndex: 0 })}>
        {children}
      </div>
    </Popover>
  );
}
