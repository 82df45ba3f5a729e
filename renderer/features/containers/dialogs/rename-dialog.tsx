// SPDX-License-Identifier: Apache-2.0
/** Gives a container another name. */

import { useState } from 'react';
import { FormDialog } from '../../../ui/form/form-dialog.tsx';
import { NameField } from '../../../ui/form/name-field.tsx';
import { closeDialog } from '../../../window/dialogs.ts';
import { useContainers } from '../containers.ts';
import { problemOfContainerName } from '../name-problem.ts';
import { renameContainer } from './rename.ts';
import { t } from '../../../lib/language/t.ts';

interface RenameDialogProps {
  readonly name: string;
}

export function RenameDialog({ name }: RenameDialogProps) {
  const [typed, setTyped] = useState(name);
  const byName = useContainers((state) => state.byName);
  const confinement = byName.get(name)?.confinement;
  const others = new Set([...byName.keys()].filter((other) => other !== name));
  const problem = problemOfContainerName(typed, others);
  return (
    <FormDialog
      title={t('Rename {name}', { name })}
      action={t('Rename')}
      reason={problem ?? (typed === name ? t('This is the name that it has.') : undefined)}
      onAction={() => void renameContainer(name, typed)}
      onClose={closeDialog}
    >
      <NameField label={t('New name')} value={typed} problem={problem} onChange={setTyped} />
      <p className="muted">
        {t(
          'Files, snapshots, volumes, links, settings, tags and the history of usage go with it. Its host name changes ' +
            'at the next start, unless another one is set. The activity log keeps the former name.',
        )}
      </p>
      {confinement === 'own' && (
        <p className="muted">
          {t(
            'Its own domain gets types of the new name, with the same rules, and its volumes get labels of these. That ' +
              'loads the policy twice, and takes a while. Earlier versions of its module are not kept.',
          )}
        </p>
      )}
    </FormDialog>
  );
}
