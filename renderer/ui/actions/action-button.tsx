// SPDX-License-Identifier: Apache-2.0
/**
 * A button that says why when it cannot be used: it stays reachable by keyboard and pointer, and a press shows and
 * speaks the reason.
 */

import Button, { type ButtonProps } from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import type { MouseEvent, ReactNode } from 'react';
import { useTips } from '../use-tips.tsx';

interface ActionButtonProps {
  readonly label: string;
  /** What is seen of the label where the rest of it is beside the button; words of the label. */
  readonly text?: string;
  /** Why it cannot be used; undefined when it can. */
  readonly reason: string | undefined;
  /** What is said of it while it can be used. */
  readonly tip?: string;
  readonly onAction: () => void;
  readonly icon?: ReactNode;
  /** Shows the icon only. */
  readonly isCompact?: boolean;
  readonly variant?: NonNullable<ButtonProps['variant']>;
  readonly colour?: NonNullable<ButtonProps['color']>;
}

export function ActionButton({
  label,
  text = label,
  reason,
  tip: usualTip,
  onAction,
  icon,
  isCompact = false,
  variant = 'outlined',
  colour = 'inherit',
}: ActionButtonProps) {
  const { handlers, tip } = useTips();
  const isOff = reason !== undefined;
  function handleClick(event: MouseEvent): void {
    event.stopPropagation();
    handlers.onClick(event);
    if (!isOff) onAction();
  }
  const shared = {
    ...handlers,
    'aria-label': label,
    'aria-description': reason,
    'aria-disabled': isOff,
    'data-tip': reason ?? usualTip ?? (isCompact ? label : undefined),
    onClick: handleClick,
  };
  return (
    <>
      {isCompact ? (
        <IconButton {...shared}>{icon}</IconButton>
      ) : (
        <Button {...shared} variant={variant} color={colour} startIcon={icon}>
          {text}
        </Button>
      )}
      {tip}
    </>
  );
}
