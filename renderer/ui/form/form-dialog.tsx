// SPDX-License-Identifier: Apache-2.0
/** A dialog with a few fields, or a question, and one action, which Enter in a field begins too. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type ReactNode, type SyntheticEvent, useId } from 'react';
import { ActionButton } from '../actions/action-button.tsx';
import { t } from '../../lib/language/t.ts';

interface FormDialogProps {
  readonly title: string;
  /** What the button of the action says. */
  readonly action: string;
  /** `error` for what cannot be undone. */
  readonly colour?: 'primary' | 'error';
  /** Why it cannot be done now; undefined when it can. */
  readonly reason: string | undefined;
  /** Is called without a reason only; the dialog has been closed then. */
  readonly onAction: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function FormDialog({
  title,
  action,
  colour = 'primary',
  reason,
  onAction,
  onClose,
  children,
}: FormDialogProps) {
  const id = useId();
  function handleAction(): void {
    if (reason !== undefined) return;
    onClose();
    onAction();
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    handleAction();
  }
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <form style={{ display: 'grid', gap: 14, paddingTop: 6 }} onSubmit={handleSubmit}>
          {children}
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <ActionButton label={action} variant="contained" colour={colour} reason={reason} onAction={handleAction} />
      </DialogActions>
    </Dialog>
  );
}
