// SPDX-License-Identifier: Apache-2.0
/** Makes a container with the files of another, as they are now or were at a snapshot. */

import Alert from '@mui/material/Alert';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useState } from 'react';
import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import { type Clone, choicesOfClone } from '../../../contract/rules/clone-choices.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { NameField } from '../../ui/form/name-field.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainers } from '../containers/containers.ts';
import { problemOfContainerName } from '../containers/name-problem.ts';
import { createInstance } from '../create/create-instance.ts';
import { createContainer } from '../create/create-container.ts';
import { isFrozenMeanwhile } from './frozen-meanwhile.ts';
import { proposeCloneName } from './clone-name.ts';
import { t } from '../../lib/language/t.ts';

interface CloneDialogProps {
  readonly name: string;
  /** Null for the files as they are now. */
  readonly snapshot: string | null;
}

export function CloneDialog({ name, snapshot }: CloneDialogProps) {
  const byName = useContainers((state) => state.byName);
  const [typed, setTyped] = useState(() => proposeCloneName(name, new Set(byName.keys())));
  const [start, setStart] = useState(true);
  const source = byName.get(name);
  const problem = problemOfContainerName(typed, new Set(byName.keys()));
  const clone =
    source === undefined || problem !== undefined ? undefined : cloneOf(source, { name: typed, snapshot, start });
  const reason = problem ?? (clone === undefined ? t('{name} can no longer be cloned.', { name }) : undefined);

  return (
    <FormDialog
      title={t('Clone {name}', { name })}
      action={t('Clone')}
      reason={reason}
      onAction={() => clone?.()}
      onClose={closeDialog}
    >
      <NameField label={t('Name of the clone')} value={typed} problem={problem} onChange={setTyped} />
      <p>
        {filesSentence(name, { snapshot, isFrozen: source !== undefined && isFrozenMeanwhile(source) })}{' '}
        {t(
          'Image, limits and confinement are the same. Categories, user IDs, address, host name and machine ID ' +
            'are its own.',
        )}
      </p>
      <Alert severity="info">
        {t('Keys and passwords in the files are the same in both.')}
        {source !== undefined && source.volumes.length > 0 && ` ${t('Volumes are not given to the clone.')}`}
      </Alert>
      <FormControlLabel
        control={<Checkbox checked={start} onChange={(event) => setStart(event.target.checked)} />}
        label={t('Start it when it has been created')}
      />
    </FormDialog>
  );
}

/** What makes the clone, by the engine of its source; undefined where it can have none. */
function cloneOf(source: Container, choice: Clone): (() => void) | undefined {
  const { name, snapshot, start } = choice;
  if (!canEngine(source, 'layer') && source.isManaged)
    return () =>
      void createInstance({
        name,
        start,
        from: { container: source.name, ...(snapshot !== null && { snapshot }) },
      });
  const choices = choicesOfClone(source, choice);
  return choices === undefined ? undefined : () => void createContainer(choices);
}

function filesSentence(
  name: string,
  { snapshot, isFrozen }: { readonly snapshot: string | null; readonly isFrozen: boolean },
): string {
  if (snapshot !== null) return t('It gets the files of the snapshot {snapshot}.', { snapshot });
  return isFrozen
    ? t('It gets the files of {name} as they are now, for which that is frozen.', { name })
    : t('It gets the files of {name} as they are now.', { name });
}
