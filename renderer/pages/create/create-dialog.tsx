/** Makes a container: choices at the left, what they make in words at the right; then the progress. Leaving it does not stop a creation. */

import Dialog from '@mui/material/Dialog';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import { createContainer } from '../../stores/act.ts';
import { closeDialog } from '../../stores/dialogs.ts';
import { useOperations } from '../../stores/operations.ts';
import { volumesOf } from '../../model/volume-draft.ts';
import { CreateForm } from './create-form.tsx';
import { CreateProgress } from './create-progress.tsx';
import { useDraft } from './use-draft.ts';
import './create.css';

export function CreateDialog() {
  const draft = useDraft();
  const [operationId, setOperationId] = useState<number | undefined>(undefined);
  const operation = useOperations((state) => state.operations.find((one) => one.id === operationId));
  return (
    <Dialog open onClose={closeDialog} maxWidth="md" fullWidth aria-labelledby="create-title">
      <DialogTitle id="create-title">New container</DialogTitle>
      {operation === undefined ? (
        <CreateForm draft={draft} onCreate={(choice) => setOperationId(createContainer(choice, { isLearning: draft.choices.confinement === 'learning', volumes: volumesOf(draft.choices.volumes) ?? [], start: draft.choices.start }))} />
      ) : (
        <CreateProgress operation={operation} willStart={draft.choices.start} onBack={() => setOperationId(undefined)} />
      )}
    </Dialog>
  );
}
