// SPDX-License-Identifier: Apache-2.0
/** Says on the page of a container that another tool made it, or that its original is kept, with what can be done. */

import Alert from '@mui/material/Alert';
import type { Container } from '../../../contract/model/containers/container.ts';
import { useIsConnected } from '../../host/connection.ts';
import { formatExact } from '../../lib/moments.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { adoptionActions } from './adoption-actions.ts';
import { t } from '../../lib/language/t.ts';
import './adoption.css';

interface AdoptionNoticeProps {
  readonly container: Container;
  readonly busy: string | undefined;
}

export function AdoptionNotice({ container, busy }: AdoptionNoticeProps) {
  const isConnected = useIsConnected();
  const actions = adoptionActions(container, { isConnected, busy });
  if (actions.length === 0) return null;
  const { original } = container;
  return (
    <Alert
      severity="info"
      className="adoption-notice"
      action={actions.map(({ label, reason, run }) => (
        <ActionButton key={label} label={label} variant="outlined" reason={reason} onAction={() => void run()} />
      ))}
    >
      {original === null
        ? t(
            'Another tool made this container. Adopt it to confine it by SELinux and a user namespace; its ' +
              'original is kept.',
          )
        : t('Adopted {adoptedAt}. Its original is kept as it was.', { adoptedAt: formatExact(original.adoptedAt) })}
    </Alert>
  );
}
