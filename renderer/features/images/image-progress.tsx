// SPDX-License-Identifier: Apache-2.0
/** An image that is being made: how far it is, at which rate, and what it came to. It goes on when the dialog is closed. */

import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import LinearProgress from '@mui/material/LinearProgress';
import { useEffect } from 'react';
import { ConnectionClosedError } from '../../../rpc/client.ts';
import { cancelOperation, type RunningOperation, useOperations, watchOperation } from '../../host/operations.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

interface ImageProgressViewProps {
  /** Identifies the operation. */
  readonly id: number;
  readonly onBack: () => void;
}

export function ImageProgressView({ id, onBack }: ImageProgressViewProps) {
  const operation = useOperations((state) => state.operations.find((one) => one.id === id));
  useEffect(() => watchOperation(id), [id]);
  if (operation === undefined) return null;
  const { title, state, steps, detail, fraction } = operation;
  const isRunning = state === 'running';
  return (
    <>
      <DialogContent>
        <p style={{ marginBottom: 8 }}>{title}</p>
        <LinearProgress
          aria-label={title}
          color={state === 'failed' ? 'error' : 'primary'}
          {...(isRunning && fraction === undefined ? {} : { variant: 'determinate', value: (fraction ?? 1) * 100 })}
        />
        {isRunning && (
          <p className="muted tabular" style={{ marginTop: 8 }}>
            {[steps.at(-1)?.step ?? t('Waiting for the host'), detail ?? []].flat().join(': ')}
          </p>
        )}
        <p role="status" style={{ marginTop: 8, color: state === 'failed' ? 'var(--red)' : 'var(--muted)' }}>
          {statusText(operation)}
        </p>
      </DialogContent>
      <DialogActions>
        {isRunning && (
          <Button color="error" onClick={() => cancelOperation(id)}>
            {t('Cancel import')}
          </Button>
        )}
        {(state === 'failed' || state === 'cancelled') && (
          <Button variant="contained" onClick={onBack}>
            {t('Back to the form')}
          </Button>
        )}
        <Button color="inherit" onClick={closeDialog}>
          {isRunning ? t('Run in the background') : t('Close')}
        </Button>
      </DialogActions>
    </>
  );
}

function statusText({ title, state, error }: RunningOperation): string {
  switch (state) {
    case 'running':
      return t('You can close this dialog: the work continues and is shown in the bar above.');
    case 'done':
      return t('The image was made.');
    case 'cancelled':
      return t('Cancelled. Nothing was left behind.');
    case 'failed':
      return error instanceof ConnectionClosedError
        ? t('The connection to the host ended. Nothing of the image is kept: begin again when the host is connected.')
        : [failureText(t('cannot finish: {title}', { title }), error), t('Nothing was left behind.')].join(' ');
  }
}
