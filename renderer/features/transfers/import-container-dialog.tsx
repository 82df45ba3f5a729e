// SPDX-License-Identifier: Apache-2.0
/** Makes a container of a file that was exported: the choice of the file and of a name. It goes on in the background. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useRef, useState } from 'react';
import { freeNameSchema } from '../../../contract/operations/container.ts';
import { useIsConnected } from '../../host/connection.ts';
import { formatBytes } from '../../lib/units.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainers } from '../containers/containers.ts';
import { importContainer } from './transfers.ts';

export function ImportContainerDialog() {
  const [file, setFile] = useState<File | undefined>(undefined);
  const [name, setName] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const byName = useContainers((state) => state.byName);
  const isConnected = useIsConnected();
  const problem = problemOfName(name, new Set(byName.keys()));
  const reason =
    (isConnected ? undefined : 'There is no connection to the host.') ??
    (file === undefined ? 'Choose the file first.' : undefined) ??
    problem;

  function handleImport(): void {
    if (file === undefined || reason !== undefined) return;
    closeDialog();
    importContainer(file, name === '' ? {} : { name });
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    handleImport();
  }

  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="import-container-title">
      <DialogTitle id="import-container-title">Import container</DialogTitle>
      <DialogContent>
        <form style={{ display: 'grid', gap: 14 }} onSubmit={handleSubmit}>
          <p>
            A file that <b>Export…</b> or <span className="mono">bulkheadctl export</span> wrote, on this or another
            host. The image that the container lies on has to be on this host.
          </p>
          <div style={{ display: 'flex', alignItems: 'center', gap: 12 }}>
            <input
              ref={input}
              type="file"
              hidden
              aria-label="File of the container"
              onChange={(event) => setFile(event.currentTarget.files?.[0])}
            />
            <Button variant="outlined" color="inherit" autoFocus onClick={() => input.current?.click()}>
              Choose file…
            </Button>
            {file === undefined ? (
              <span className="muted">none chosen</span>
            ) : (
              <span>
                <span className="mono">{file.name}</span> <span className="muted">{formatBytes(file.size)}</span>
              </span>
            )}
          </div>
          <TextField
            label="Name"
            value={name}
            placeholder="the name that it had"
            error={problem !== undefined}
            helperText={
              problem ??
              'Categories, user IDs, address and machine ID are its own. Keys and passwords in its files stay.'
            }
            onChange={(event) => setName(event.target.value)}
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          Cancel
        </Button>
        <ActionButton label="Import" variant="contained" colour="primary" reason={reason} onAction={handleImport} />
      </DialogActions>
    </Dialog>
  );
}

/** Empty is the name that it had, which the host knows. */
function problemOfName(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name === '') return undefined;
  const { error } = freeNameSchema.safeParse(name);
  if (error !== undefined) return `The name ${error.issues[0]?.message ?? 'cannot be used'}.`;
  return taken.has(name) ? `There is a container ${name} already.` : undefined;
}
