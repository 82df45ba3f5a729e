// SPDX-License-Identifier: Apache-2.0
/** Stands in place of a dialog with a fault. The browser's own dialog, as nothing has to be loaded for it. */

import Button from '@mui/material/Button';
import { useEffect, useRef } from 'react';
import { Failed } from '../ui/placeholder.tsx';
import { closeDialog } from '../window/dialogs.ts';
import { t } from '../lib/language/t.ts';
import type { Fault } from './fault-boundary.tsx';

export function FaultDialog({ text, retry }: Fault) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="fault-dialog" aria-labelledby="fault-title" onClose={closeDialog}>
      <h2 id="fault-title">{t('Fault in the console')}</h2>
      <Failed text={text} onRetry={retry} />
      <div className="fault-dialog-actions">
        <Button color="inherit" onClick={closeDialog}>
          {t('Close')}
        </Button>
      </div>
    </dialog>
  );
}
