// SPDX-License-Identifier: Apache-2.0
/** Moves several containers of Incus: to one member, or each to the one with the least load. */

import { useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { closeDialog, type OmittedContainer } from '../../window/dialogs.ts';
import { valuesOf } from '../containers/states/action-texts.ts';
import { runBulk } from '../containers/states/bulk.ts';
import { useContainers } from '../containers/containers.ts';
import { OmittedContainers } from '../containers/omitted-containers.tsx';
import { movingTo } from './move-many.ts';
import { memberLabel, useCluster } from '../containers/use-cluster.ts';

interface MoveManyDialogProps {
  readonly names: readonly string[];
  /** Chosen as well, and left out. */
  readonly omitted?: readonly OmittedContainer[] | undefined;
}

/** No member has an empty name. */
const byLoad = '';

export function MoveManyDialog({ names, omitted }: MoveManyDialogProps) {
  const byName = useContainers((state) => state.byName);
  const { cluster, problem } = useCluster();
  const [chosen, setChosen] = useState(byLoad);
  const running = names.filter((name) => (byName.get(name)?.state ?? 'stopped') !== 'stopped');
  const others = (cluster?.members ?? []).filter((one) => one.name !== cluster?.member);
  const isOne = names.length === 1;
  const isAlone = cluster !== undefined && others.length === 0;
  const reason = problem ?? (isAlone ? t('There is no other member.') : undefined);

  function handleMove(): void {
    closeDialog();
    void runBulk(movingTo(chosen === byLoad ? undefined : chosen), names);
  }

  return (
    <FormDialog
      title={t('{count, plural, one {Move {name}} other {Move # containers}} to another member', valuesOf(names))}
      action={t('Move')}
      reason={reason}
      onAction={handleMove}
      onClose={closeDialog}
    >
      <OmittedContainers omitted={omitted} />
      <SelectField
        label={t('Member')}
        value={chosen}
        options={[
          { value: byLoad, label: isOne ? t('The one with the least load') : t('Each to the one with the least load') },
          ...others.map((one) => ({
            value: one.name,
            label: memberLabel(one),
            isDisabled: one.state !== 'online',
          })),
        ]}
        problem={problem}
        help={reason ?? ' '}
        onChange={setChosen}
      />
      <p>
        {!isOne &&
          t('They are moved one after another. One that cannot be moved stays where it is, and the others go on.')}{' '}
        {isOne && running.length === 0 && t('It is moved with its files, and is not started.')}
        {running.length > 0 &&
          t(
            '{count, plural, one {{name} runs: it is} other {# of them run: each is}} stopped for its move, and started there.',
            valuesOf(running),
          )}
      </p>
      <p className="muted">
        {isOne
          ? t(
              'The helper there is asked before: policy, categories, IDs and name have to fit. Categories, IDs and ' +
                'limits stay.',
            )
          : t('The helper there is asked about each before. Cancelled, those that have not begun stay where they are.')}
      </p>
    </FormDialog>
  );
}
