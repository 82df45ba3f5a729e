// SPDX-License-Identifier: Apache-2.0
/** Makes an image of the whole root of a container. */

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useEffect, useState } from 'react';
import { useClient } from '../../host/connection.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainers } from '../containers/containers.ts';
import { problemOfImageName } from './image-name.ts';
import { loadImages, makeImage, useImages } from './images.ts';

export function MakeImageDialog({ name }: { readonly name: string }) {
  const client = useClient();
  const images = useImages((state) => state.images);
  const isUp = useContainers(({ byName }) => byName.get(name)?.state === 'running');
  const [typed, setTyped] = useState(`${name}-image`);
  useEffect(() => {
    if (client !== undefined) void loadImages();
  }, [client]);
  const problem = problemOfImageName(typed, new Set(images?.map((image) => image.name)));
  const reason = client === undefined ? 'The host is not connected.' : problem;

  function handleMake(): void {
    if (reason !== undefined) return;
    closeDialog();
    makeImage({ name, image: typed });
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    handleMake();
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="make-image-title">
      <DialogTitle id="make-image-title">{`Make an image of ${name}`}</DialogTitle>
      <DialogContent>
        <form className="image-form" onSubmit={handleSubmit}>
          <TextField
            label="Name of the image"
            autoFocus
            value={typed}
            error={problem !== undefined}
            helperText={problem}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setTyped(event.target.value)}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <p>
            It gets all files of {name} as they are now{isUp ? `; ${name} is frozen while they are read` : ''}. Volumes
            are not part of it, and containers that are created from it get a machine ID of their own.
          </p>
          <Alert severity="info" variant="outlined">
            Keys and passwords in the files are in every container that is created from it.
          </Alert>
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          Cancel
        </Button>
        <ActionButton label="Make image" variant="contained" colour="primary" reason={reason} onAction={handleMake} />
      </DialogActions>
    </Dialog>
  );
}
