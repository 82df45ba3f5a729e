// SPDX-License-Identifier: Apache-2.0
/** Opens the form of a new container, from where one is missing. */

import { useIsConnected } from '../../host/connection.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { openDialog } from '../../window/dialogs.ts';
import { t } from '../../lib/language/t.ts';

interface NewContainerButtonProps {
  /** It is the main action where it stands. */
  readonly isMain?: boolean;
}

export function NewContainerButton({ isMain = false }: NewContainerButtonProps) {
  return (
    <ActionButton
      label={t('New container')}
      variant={isMain ? 'contained' : 'outlined'}
      colour={isMain ? 'primary' : 'inherit'}
      reason={useIsConnected() ? undefined : t('There is no connection to the host.')}
      onAction={() => openDialog({ kind: 'create' })}
    />
  );
}
