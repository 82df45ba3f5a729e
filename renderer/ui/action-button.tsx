// SPDX-License-Identifier: Apache-2.0
/**
 * A button that says why when it cannot be used: it stays reachable by keyboard and pointer, and a press shows and
 * speaks the reason.
 */

import Button, { type ButtonProps } from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useState, type MouseEvent, type ReactNode } from 'react';

interface ActionButtonProps {
  readonly label: string;
  /** Why it cannot be used; undefined when it can. */
  readonly reason: string | undefined;
  readonly onAction: () => void;
  readonly icon?: ReactNode;
  /** Shows the icon only. */
  readonly isCompact?: boolean;
  readonly variant?: NonNullable<ButtonProps['variant']>;
  readonly colour?: NonNullable<ButtonProps['color']>;
}

export function ActionButton({
  label,
  reason,
  onAction,
  icon,
  isCompact = false,
  variant = 'text',
  colour = 'inherit',
}: ActionButtonProps) {
  const [isOpen, setOpen] = useState(false);
  /** How often it was pressed in vain: a screen reader speaks the reason again at each press. */
  const [presses, setPresses] = useState(0);
  const isOff = reason !== undefined;
  function handleClick(event: MouseEvent): void {
    event.stopPropagation();
    if (!isOff) {
      setPresses(0);
      onAction();
      return;
    }
    setOpen(true);
    setPresses((count) => count + 1);
  }
  function handleClose(): void {
    setOpen(false);
    setPresses(0);
  }
  const shared = { 'aria-label': label, 'aria-disabled': isOff, onClick: handleClick } as const;
  const tip = reason ?? (isCompact ? label : '');
  return (
    <>
      <Tooltip
        title={tip}
        describeChild
        placement="top"
        open={isOpen && tip !== ''}
        onOpen={() => setOpen(true)}
        onClose={handleClose}
      >
        {isCompact ? (
          <IconButton {...shared}>{icon}</IconButton>
        ) : (
          <Button {...shared} variant={variant} color={colour} startIcon={icon}>
            {label}
          </Button>
        )}
      </Tooltip>
      {isOff && isOpen && (
        <span className="visually-hidden" role="status">
          {presses > 0 && <span key={presses}>{reason}</span>}
        </span>
      )}
    </>
  );
}
