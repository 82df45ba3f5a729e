// SPDX-License-Identifier: Apache-2.0
/** The keyboard shortcuts. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { closeDialog } from '../../window/dialogs.ts';
import { listKeyGroups } from './key-groups.ts';
import { t } from '../../lib/language/t.ts';

export function KeysDialog() {
  return (
    <Dialog open onClose={closeDialog} maxWidth="lg" fullWidth aria-labelledby="keys-title">
      <DialogTitle id="keys-title">{t('Keyboard shortcuts')}</DialogTitle>
      <DialogContent>
        <div className="keys">
          {listKeyGroups().map(({ title, keys }) => (
            <section key={title}>
              <h3>{title}</h3>
              <dl>
                {keys.map(([combination, meaning]) => (
                  <div key={combination}>
                    <dt>
                      {combination.split(' ').map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dt>
                    <dd>{meaning}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </DialogContent>
      <DialogActions>
        <Button autoFocus color="inherit" onClick={closeDialog}>
          {t('Close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
