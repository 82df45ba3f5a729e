/** A button that says why when it cannot be used: it stays reachable by keyboard and pointer, and does nothing. */

import Button, { type ButtonProps } from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import type { MouseEvent, ReactNode } from 'react';

interface ActButtonProps {
  readonly label: string;
  /** Why it cannot be used; undefined when it can. */
  readonly reason: string | undefined;
  readonly onAct: () => void;
  readonly icon?: ReactNode;
  /** Shows the icon only. */
  readonly isCompact?: boolean;
  readonly variant?: NonNullable<ButtonProps['variant']>;
  readonly colour?: NonNullable<ButtonProps['color']>;
}

export function ActButton({ label, reason, onAct, icon, isCompact = false, variant = 'text', colour = 'inherit' }: ActButtonProps) {
  const isOff = reason !== undefined;
  function handleClick(event: MouseEvent): void {
    event.stopPropagation();
    if (!isOff) onAct();
  }
  const shared = { 'aria-label': label, 'aria-disabled': isOff, onClick: handleClick } as const;
  const tip = reason ?? (isCompact ? label : '');
  return (
    <Tooltip title={tip} describeChild placement="top">
      {isCompact ? (
        <IconButton {...shared}>{icon}</IconButton>
      ) : (
        <Button {...shared} variant={variant} color={colour} startIcon={icon}>
          {label}
        </Button>
      )}
    </Tooltip>
  );
}
