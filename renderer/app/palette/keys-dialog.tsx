// SPDX-License-Identifier: Apache-2.0
/** The keyboard shortcuts. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { closeDialog } from '../../window/dialogs.ts';
import { otherKeys, places } from './key-map.ts';
import { t } from '../../lib/language/t.ts';

export function KeysDialog() {
  const all = [...places.map(({ keys, label }) => [keys, t('Go to {label}', { label })] as const), ...otherKeys];
  return (
    <Dialog open onClose={closeDialog} maxWidth="md" fullWidth aria-labelledby="keys-title">
      <DialogTitle id="keys-title">{t('Keyboard shortcuts')}</DialogTitle>
      <DialogContent>
        <dl className="keys">
          {all.map(([keys, meaning]) => (
            <div key={keys}>
              <dt>
                {keys.split(' ').map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </DialogContent>
      <DialogActions>
        <Button autoFocus color="inherit" onClick={closeDialog}>
          {t('Close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
