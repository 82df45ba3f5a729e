// SPDX-License-Identifier: Apache-2.0
/** Changes limits of several containers at once; what is left empty stays as each has it. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import { ActionButton } from '../../../ui/action-button.tsx';
import { closeDialog } from '../../../window/dialogs.ts';
import { runBulk } from '../bulk.ts';
import { useContainers } from '../containers.ts';
import { noLimitWord, presentTexts, readChanges, settingLimits, unchangedTexts } from './bulk-limits.ts';
import { LimitFields } from './limit-fields.tsx';
import { t } from '../../../lib/language/t.ts';

interface LimitsDialogProps {
  readonly names: readonly string[];
}

export function LimitsDialog({ names }: LimitsDialogProps) {
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
    closeDialog();
    void runBulk(
      settingLimits(read.changes, containers),
      containers.map(({ name }) => name),
    );
  }

  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="limits-title">
      <DialogTitle id="limits-title">
        {names.length === 1
          ? t('Limits of {name}', { name: names.join('') })
          : t('Limits of {count} containers', { count: names.length })}
      </DialogTitle>
      <DialogContent style={{ display: 'grid', gap: 14 }}>
        <p className="muted">
          {t(
            'A field that is left empty changes nothing. Type "{word}" for no limit. A running container gets its ' +
              'new limits at once, a stopped one at its next start.',
            { word: noLimitWord },
          )}
        </p>
        <LimitFields
          texts={texts}
          problems={read.status === 'invalid' ? read.problems : {}}
          placeholders={presentTexts(containers)}
          onChange={setTexts}
        />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Cancel')}
        </Button>
        <ActionButton label={t('Apply')} variant="contained" colour="primary" reason={reason} onAction={handleApply} />
      </DialogActions>
    </Dialog>
  );
}
