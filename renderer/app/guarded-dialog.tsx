// SPDX-License-Identifier: Apache-2.0
/** The dialog that stands open within a boundary: a fault in it is shown as a dialog that can be closed. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { Failed } from '../ui/placeholder.tsx';
import { closeDialog, useDialog } from '../window/dialogs.ts';
import { CurrentDialog } from './current-dialog.tsx';
import { FaultBoundary, type Fault } from './fault-boundary.tsx';
import { t } from '../lib/language/t.ts';

export function GuardedDialog() {
  const kind = useDialog((state) => state.dialog.kind);
  return (
    <FaultBoundary key={kind} what="dialog" renderFault={renderFault}>
      <CurrentDialog />
    </FaultBoundary>
  );
}

function renderFault({ text, retry }: Fault) {
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="fault-title">
      <DialogTitle id="fault-title">{t('Fault in the console')}</DialogTitle>
      <DialogContent>
        <Failed text={text} onRetry={retry} />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
