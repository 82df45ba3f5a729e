// SPDX-License-Identifier: Apache-2.0
/** Moves a container of Incus to another member: which one, with what each has room for. */

import { useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainers } from '../containers/containers.ts';
import { moveInstance } from './move-instance.ts';
import { memberLabel, useCluster } from '../containers/use-cluster.ts';

interface MoveDialogProps {
  readonly name: string;
}

export function MoveDialog({ name }: MoveDialogProps) {
  const container = useContainers((state) => state.byName.get(name));
  const { cluster, problem } = useCluster();
  const [chosen, setChosen] = useState('');
  const others = (cluster?.members ?? []).filter((one) => one.name !== container?.member);
  const isUp = container !== undefined && container.state !== 'stopped';
  const reason =
    (container === undefined ? t('The container is no longer there.') : undefined) ??
    (container?.state === 'frozen' ? t('It is frozen. Unfreeze it first.') : undefined) ??
    problem ??
    (chosen === '' ? t('Choose a member.') : undefined);
  return (
    <FormDialog
      title={t('Move {name} to another member', { name })}
      action={t('Move')}
      reason={reason}
      onAction={() => void moveInstance({ name, member: chosen, stop: isUp })}
      onClose={closeDialog}
    >
      <SelectField
        label={t('Member')}
        value={chosen}
        options={others.map((one) => ({
          value: one.name,
          label: memberLabel(one),
          isDisabled: one.state !== 'online',
        }))}
        problem={problem}
        help={cluster !== undefined && others.length === 0 ? t('There is no other member.') : ' '}
        onChange={setChosen}
      />
      <p>
        {isUp
          ? t('It is stopped, moved with its files, and started there. The helper there reads its context then.')
          : t('It is moved with its files, and is not started.')}
      </p>
      <p className="muted">
        {t(
          'The helper there is asked before: policy, categories, IDs and name have to fit. Categories, IDs and limits ' +
            'stay.',
        )}
      </p>
    </FormDialog>
  );
}
