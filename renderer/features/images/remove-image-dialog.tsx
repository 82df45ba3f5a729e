// SPDX-License-Identifier: Apache-2.0
/** Asks before an image is removed, which cannot be undone. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { formatBytes } from '../../lib/units.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { removeImage, useImages } from './images.ts';

export function RemoveImageDialog({ name }: { readonly name: string }) {
  const image = useImages((state) => state.images?.find((one) => one.name === name));
  const size = image?.sizeBytes ?? null;
  const origin = image?.origin ?? null;

  function handleRemove(): void {
    closeDialog();
    void removeImage(name);
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="xs" fullWidth aria-labelledby="remove-image-title">
      <DialogTitle id="remove-image-title">{`Remove the image ${name}`}</DialogTitle>
      <DialogContent>
        <p>
          This cannot be undone: its files are deleted{size === null ? '' : `, ${formatBytes(size)}`}. No container
          needs them{origin === null ? '.' : `; it was made of ${origin}.`}
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
