// SPDX-License-Identifier: Apache-2.0
/**
 * Creates a container: choices at the left, what they make at the right; then the progress. Leaving it does not stop a
 * creation.
 */

import Dialog from '@mui/material/Dialog';
import DialogTitle from '@mui/material/DialogTitle';
import { type ReactNode, useState } from 'react';
import type { Engine } from '../../../contract/model/engines/engine.ts';
import { factsOf } from '../../../contract/model/engines/engine-facts.ts';
import { creationSteps, type CreationStep } from '../../../contract/wording/creation-steps.ts';
import type { ChosenContainer } from '../../../contract/operations/containers/creation.ts';
import { createContainer } from './create-container.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { useOperations } from '../../host/operations.ts';
import { EngineField } from '../containers/engines/engine-field.tsx';
import { useCluster } from '../containers/use-cluster.ts';
import { CreateForm } from './create-form.tsx';
import { CreateProgress } from './create-progress.tsx';
import { InstanceForm } from './instance-form.tsx';
import { useChoices } from './choices/use-choices.ts';
import { t } from '../../lib/language/t.ts';
import './create.css';

/** A creation that this dialog has begun, and the steps that it has. */
interface Begun {
  readonly id: number;
  readonly steps: readonly CreationStep[];
}

interface CreateDialogProps {
  /** The image that is chosen at first; the first one when undefined. */
  readonly image?: string | undefined;
  /** The container whose choices it begins with. */
  readonly like?: string | undefined;
}

export function CreateDialog({ image, like }: CreateDialogProps) {
  const draft = useChoices({ image, like });
  const { cluster } = useCluster();
  const [engine, setEngine] = useState<Engine>('lxc');
  // An image of the store, and the choices of a container, are of LXC.
  const isOffered = cluster !== undefined && image === undefined && like === undefined;
  const hasPlaces = isOffered && factsOf({ engine }).hasPlaces;
  const engineField = isOffered && <EngineField engine={engine} onChange={setEngine} />;
  const [begun, setBegun] = useState<Begun | undefined>(undefined);
  const operation = useOperations((state) => state.operations.find((one) => one.id === begun?.id));

  function handleCreate(choice: ChosenContainer): void {
    setBegun({ id: createContainer(choice, draft.discard), steps: creationSteps(choice) });
  }
  function lxcPart(): ReactNode {
    if (operation === undefined || begun === undefined)
      return <CreateForm draft={draft} engine={engineField} onCreate={handleCreate} />;
    return <CreateProgress operation={operation} planned={begun.steps} onBack={() => setBegun(undefined)} />;
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth={hasPlaces ? 'md' : 'lg'} fullWidth aria-labelledby="create-title">
      <DialogTitle id="create-title">
        {like === undefined ? t('New container') : t('New container like {like}', { like })}
      </DialogTitle>
      {hasPlaces && begun === undefined ? <InstanceForm cluster={cluster} engine={engineField} /> : lxcPart()}
    </Dialog>
  );
}
