// SPDX-License-Identifier: Apache-2.0
/** Asks once what becomes of the files that an upload would replace. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import { t } from '../../../lib/language/t.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { SafeText } from '../../../ui/safe-text.tsx';
import { SnapshotFirst } from '../snapshot-first.tsx';
import { type AskedUpload, sendUpload } from './upload-files.ts';

interface ReplaceDialogProps {
  readonly asked: AskedUpload;
  readonly onClose: () => void;
}

const maxShown = 8;

export function ReplaceDialog({ asked, onClose }: ReplaceDialogProps) {
  const { target, upload, replaced } = asked;
  const [withSnapshot, setWithSnapshot] = useState(true);
  const others = upload.files.length - replaced.length;
  function handle(replace: boolean): void {
    onClose();
    void sendUpload(asked, { replace, withSnapshot: replace && withSnapshot });
  }
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="replace-title">
      <DialogTitle id="replace-title">
        {t('{count, plural, one {A file is} other {# files are}} there already', { count: replaced.length })}
      </DialogTitle>
      <DialogContent>
        <p>
          {t('In {folder} of {name}. A file that is replaced keeps its owner and its mode.', {
            folder: visibleText(target.folder),
            name: target.name,
          })}
        </p>
        <ul className="mono file-names">
          {replaced.slice(0, maxShown).map((path) => (
            <li key={path}>
              <SafeText text={path} />
            </li>
          ))}
        </ul>
        {replaced.length > maxShown && <p>{t('and {count, number} more', { count: replaced.length - maxShown })}</p>}
        <SnapshotFirst {...target} isChosen={withSnapshot} onChange={setWithSnapshot} />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t('Cancel')}
        </Button>
        {others + upload.folders.length > 0 && (
          <Button variant="outlined" autoFocus onClick={() => handle(false)}>
            {t('Skip')}
          </Button>
        )}
        <Button variant="contained" color="error" onClick={() => handle(true)}>
          {t('Replace')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
