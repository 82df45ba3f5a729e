// SPDX-License-Identifier: Apache-2.0
/** Asks before containers are removed: it cannot be undone, so it says what is lost and wants the name. */

import Alert from '@mui/material/Alert';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { FormDialog } from '../../../ui/form/form-dialog.tsx';
import { valuesOf } from '../states/action-texts.ts';
import { removal, runBulk } from '../states/bulk.ts';
import { ChosenNames } from './chosen-names.tsx';
import { useContainers } from '../containers.ts';
import { confirmationTexts } from '../../../window/confirmation-texts.ts';
import { type ChosenContainers, closeDialog } from '../../../window/dialogs.ts';
import { navigate, useLocation } from '../../../window/location.ts';
import { t } from '../../../lib/language/t.ts';

export function RemoveDialog({ names, omitted }: ChosenContainers) {
  const [typed, setTyped] = useState('');
  const [isForced, setForced] = useState(false);
  const byName = useContainers((state) => state.byName);
  const running = names.filter((name) => (byName.get(name)?.state ?? 'stopped') !== 'stopped');
  const [only] = names;
  const isOne = names.length === 1 && only !== undefined;
  const wanted = isOne ? only : t('remove {count}', { count: names.length });
  const unconfirmed = isOne ? t('Type the name above to confirm.') : t('Type "{wanted}" to confirm.', { wanted });
  const reason =
    (running.length > 0 && !isForced ? t('It is running. Choose to stop it first.') : undefined) ??
    (typed === wanted ? undefined : unconfirmed);
  const { title, consequence } = confirmationTexts('remove', names);
  const place = useLocation((state) => state.route);

  function handleRemove(): void {
    if (place.page === 'container' && names.includes(place.name)) navigate({ page: 'containers', filter: '' });
    void runBulk(removal({ force: isForced }), names);
  }

  return (
    <FormDialog
      title={title}
      action={t('Remove')}
      colour="error"
      reason={reason}
      onAction={handleRemove}
      onClose={closeDialog}
    >
      <ChosenNames names={names} omitted={omitted} />
      <Alert severity="error">{consequence}</Alert>
      {running.length > 0 && (
        <FormControlLabel
          control={<Checkbox checked={isForced} onChange={(event) => setForced(event.target.checked)} />}
          label={t(
            'Stop {count, plural, one {{name}} other {the # running containers}} first, without letting programs save',
            valuesOf(running),
          )}
        />
      )}
      <TextField
        label={isOne ? t('Container name') : t('Confirmation')}
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        helperText={t('Type "{wanted}" to confirm', { wanted })}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
    </FormDialog>
  );
}
