// SPDX-License-Identifier: Apache-2.0
/** Asks before a member is evacuated or restored, and says what becomes of its containers. */

import { t } from '../../lib/language/t.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { useIsConnected } from '../../host/connection.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { type EvacuationAction, evacuateMember } from './evacuate-member.ts';
import { useMembers } from './members.ts';

interface EvacuateDialogProps {
  readonly action: EvacuationAction;
  readonly member: string;
}

export function EvacuateDialog({ action, member }: EvacuateDialogProps) {
  const isConnected = useIsConnected();
  const known = useMembers(({ cluster }) => cluster?.members.find(({ name }) => name === member));
  const isHere = useMembers(({ cluster }) => cluster?.member === member);
  const isEvacuation = action === 'evacuate';
  return (
    <FormDialog
      title={isEvacuation ? t('Evacuate {member}', { member }) : t('Restore {member}', { member })}
      action={isEvacuation ? t('Evacuate') : t('Restore')}
      reason={isConnected ? undefined : t('There is no connection to the host.')}
      onAction={() => void evacuateMember(action, member)}
      onClose={closeDialog}
    >
      <p>
        {isEvacuation
          ? t(
              '{count, plural, =0 {No container is on it.} one {Incus moves its container to another member, ' +
                'and starts it there if it ran.} other {Incus moves its # containers to other members, and ' +
                'starts there what ran.}}',
              { count: known?.containers ?? 0 },
            )
          : t('The containers that were on it come back from where they are now, and those that ran are started.')}{' '}
        {isEvacuation && (
          <RichText
            message={
              'One with <mono>cluster.evacuate=stop</mono> is stopped and stays. No other container comes to the ' +
              'member until it is restored.'
            }
            values={{ mono: (words) => <span className="mono">{words}</span> }}
          />
        )}
      </p>
      {isEvacuation && isHere && <p>{t('It is the member that this window is connected to; the connection stays.')}</p>}
      <p className="muted">
        {isEvacuation
          ? t(
              'The helpers of all other members are asked about each container of Bulkhead before. Where one may not come ' +
                'to some member, nothing is changed. In the end the helper there reads each context.',
            )
          : t('The helper there is asked before, and reads the context of each container that was started.')}
      </p>
    </FormDialog>
  );
}
