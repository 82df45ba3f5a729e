// SPDX-License-Identifier: Apache-2.0
/** Says before dontaudit denials are logged what that is, what it costs, and for how long. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import { closeDialog } from '../../window/dialogs.ts';
import { showDontaudit } from './dontaudit-store.ts';
import { t } from '../../lib/language/t.ts';

const choices = [5, 10, 30, 60] as const;

export function DontauditDialog() {
  const [minutes, setMinutes] = useState<number>(10);
  function handleShowDontaudit(): void {
    closeDialog();
    void showDontaudit(minutes);
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="dontaudit-title">
      <DialogTitle id="dontaudit-title">{t('Log dontaudit denials')}</DialogTitle>
      <DialogContent style={{ display: 'grid', gap: 12 }}>
        <p>
          {t(
            'A policy denies some accesses without logging them (dontaudit rules), because programs try them ' +
              'often and do not need them. When something fails and no denial explains it, one of these may be the reason.',
          )}
        </p>
        <p>
          {t(
            'For the chosen time, the kernel runs a copy of the policy without these rules. It allows exactly the ' +
              'same as before and logs more. This applies to the whole host, so the audit log grows faster.',
          )}
        </p>
        <p>
          {t(
            'It ends automatically, also when the helper stops. The policy on the disk does not change; a restart ' +
              'of the host also ends it.',
          )}
        </p>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={minutes}
          aria-label={t('Duration')}
          onChange={(_, next: number | null) => setMinutes(next ?? minutes)}
        >
          {choices.map((choice) => (
            <ToggleButton key={choice} value={choice}>
              {t('{choice} min', { choice })}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <p className="muted">
          {t("Preparation takes a few seconds. You may be asked for an administrator's password each time.")}
        </p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Cancel')}
        </Button>
        <Button variant="contained" onClick={handleShowDontaudit}>
          {t('Log for {minutes} minutes', { minutes })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
