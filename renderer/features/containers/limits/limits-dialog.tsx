// SPDX-License-Identifier: Apache-2.0
/** Changes limits of several containers at once; what is left empty stays as each has it. */

import { useState } from 'react';
import { FormDialog } from '../../../ui/form/form-dialog.tsx';
import { closeDialog, type OmittedContainer } from '../../../window/dialogs.ts';
import { OmittedContainers } from '../omitted-containers.tsx';
import { runBulk } from '../states/bulk.ts';
import { useContainers } from '../containers.ts';
import { noLimitWord, presentTexts, readChanges, settingLimits, unchangedTexts } from './bulk-limits.ts';
import { LimitFields } from './limit-fields.tsx';
import { t } from '../../../lib/language/t.ts';

interface LimitsDialogProps {
  readonly names: readonly string[];
  /** Chosen as well, and left out. */
  readonly omitted?: readonly OmittedContainer[] | undefined;
}

export function LimitsDialog({ names, omitted }: LimitsDialogProps) {
  const [texts, setTexts] = useState(unchangedTexts);
  const byName = useContainers((state) => state.byName);
  const containers = names.flatMap((name) => byName.get(name) ?? []);
  const read = readChanges(texts);
  const reason =
    (read.status === 'invalid' ? t('Correct the marked limits first.') : undefined) ??
    (read.status === 'valid' && Object.keys(read.changes).length === 0 ? t('No limit has been changed.') : undefined) ??
    (containers.length === 0 ? t('These containers are gone.') : undefined);

  function handleApply(): void {
    if (read.status !== 'valid') return;
    void runBulk(
      settingLimits(read.changes, containers),
      containers.map(({ name }) => name),
    );
  }

  return (
    <FormDialog
      title={
        names.length === 1
          ? t('Limits of {name}', { name: names.join('') })
          : t('Limits of {count} containers', { count: names.length })
      }
      action={t('Apply')}
      reason={reason}
      onAction={handleApply}
      onClose={closeDialog}
    >
      <p className="muted">
        {t(
          'A field that is left empty changes nothing. Type "{word}" for no limit. A running container gets its ' +
            'new limits at once, a stopped one at its next start.',
          { word: noLimitWord },
        )}
      </p>
      <OmittedContainers omitted={omitted} />
      <LimitFields
        texts={texts}
        problems={read.status === 'invalid' ? read.problems : {}}
        placeholders={presentTexts(containers)}
        onChange={setTexts}
      />
    </FormDialog>
  );
}
