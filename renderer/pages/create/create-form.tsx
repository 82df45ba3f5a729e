/** The two columns: choices, and what they make. */

import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import { useState, type SyntheticEvent } from 'react';
import type { NewContainer } from '../../../contract/operations/container.ts';
import { ActButton } from '../../components/act-button.tsx';
import { checkChoices } from '../../model/creation.ts';
import { useHostInfo, useIsConnected } from '../../stores/connection.ts';
import { useContainers } from '../../stores/containers.ts';
import { closeDialog } from '../../stores/dialogs.ts';
import { CreateFields } from './create-fields.tsx';
import { CreateSummary } from './create-summary.tsx';
import type { Draft } from './use-draft.ts';

interface CreateFormProps {
  readonly draft: Draft;
  readonly onCreate: (choice: NewContainer) => void;
}

export function CreateForm({ draft, onCreate }: CreateFormProps) {
  const [hasTried, setHasTried] = useState(false);
  const byName = useContainers((state) => state.byName);
  const isConnected = useIsConnected();
  const selinux = useHostInfo()?.selinux;
  const checked = checkChoices(draft.choices, [...byName.keys()]);
  const { choice } = checked;
  const reason = isConnected ? undefined : 'There is no connection to the host';

  function handleCreate(): void {
    setHasTried(true);
    if (choice !== undefined) onCreate(choice);
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    handleCreate();
  }

  return (
    <form onSubmit={handleSubmit} noValidate>
      <DialogContent className="create-columns" style={{ paddingTop: 8 }}>
        <CreateFields draft={draft} problems={checked.problems} hasTried={hasTried} />
        <CreateSummary choices={draft.choices} selinux={selinux} />
      </DialogContent>
      <DialogActions>
        {hasTried && choice === undefined && <span role="alert" style={{ color: 'var(--red)', marginRight: 'auto' }}>Some choices cannot be used yet</span>}
        <Button color="inherit" onClick={closeDialog}>Cancel</Button>
        <ActButton label="Create" variant="contained" colour="primary" reason={reason} onAct={handleCreate} />
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </DialogActions>
    </form>
  );
}
