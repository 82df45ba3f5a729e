// SPDX-License-Identifier: Apache-2.0
/** Asks before a file of a container is removed, which cannot be undone. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { SafeText } from '../../ui/safe-text.tsx';
import { joinPath } from '../../../contract/model/containers/container-file.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { type FileInFolder, removeFile } from './file-changes.ts';

export function RemoveFileDialog({ name, folder, file }: FileInFolder) {
  function handleRemove(): void {
    closeDialog();
    void removeFile({ name, folder, file });
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="xs" fullWidth aria-labelledby="remove-file-title">
      <DialogTitle id="remove-file-title">
        {file.kind === 'folder' ? 'Remove the folder with all that is in it' : `Remove the ${file.kind}`}
      </DialogTitle>
      <DialogContent>
        <p className="mono" style={{ overflowWrap: 'anywhere' }}>
          <SafeText text={joinPath(folder, file.name)} />
        </p>
        <p>
          This cannot be undone, but by a snapshot of {name} that was taken before.
          {file.kind === 'link' && ' What the link leads to stays.'}
        </p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog} autoFocus>
          Cancel
        </Button>
        <Button variant="contained" color="error" onClick={handleRemove}>
          Remove
        </Button>
      </DialogActions>
    </Dialog>
  );
}
