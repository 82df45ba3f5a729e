// SPDX-License-Identifier: Apache-2.0
/** Asks before the original of an adopted container is removed: there is no way back afterwards. */

import { factsOf } from '../../../contract/model/engines/engine-facts.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainer } from '../containers/containers.ts';
import { removeOriginal } from './adoption.ts';
import { t } from '../../lib/language/t.ts';

interface RemoveOriginalDialogProps {
  readonly name: string;
}

export function RemoveOriginalDialog({ name }: RemoveOriginalDialogProps) {
  const container = useContainer(name);
  return (
    <FormDialog
      title={t('Remove the original of {name}', { name })}
      action={t('Remove')}
      colour="error"
      reason={undefined}
      onAction={() => void removeOriginal(name)}
      onClose={closeDialog}
    >
      <p>
        {container !== undefined && factsOf(container).original === 'snapshot'
          ? t(
              'This cannot be undone: the snapshot that Incus took of it before is deleted, and it cannot be restored ' +
                'any more. The container {name} stays as it is.',
              { name },
            )
          : t(
              'This cannot be undone: the folder that LXC had of it is deleted, and it cannot be restored any more. ' +
                'The container {name} stays as it is. A root that lay elsewhere than in that folder stays too, and is ' +
                'named afterwards.',
              { name },
            )}
      </p>
    </FormDialog>
  );
}
