// SPDX-License-Identifier: Apache-2.0
/**
 * Says before the isolation of a container in use is tested what is done on it and from it, and that nothing is
 * changed.
 */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { closeDialog } from '../../window/dialogs.ts';
import { runDrill } from './drill-store.ts';
import { navigate } from '../../window/location.ts';
import { withClient } from '../../host/with-client.ts';
import { t } from '../../lib/language/t.ts';

interface AttackDialogProps {
  readonly name: string;
}

export function ContainerDrillDialog({ name }: AttackDialogProps) {
  function handleBegin(): void {
    withClient(t('test the isolation of {name}', { name }), (client) => {
      closeDialog();
      navigate({ page: 'isolation', part: 'drill' });
      return runDrill(client, { kind: 'container', name });
    });
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="attack-title">
      <DialogTitle id="attack-title">{t('Test the isolation of {name}', { name })}</DialogTitle>
      <DialogContent style={{ display: 'grid', gap: 12 }}>
        <p>
          <b>{t('Attacks on it.')}</b>{' '}
          {t(
            'A temporary container gets read-only paths to its files and processes, and tries to list them, read ' +
              'them and check for permission to signal. The report contains only how much it could read, not the content.',
          )}
        </p>
        <p>
          <b>{t('Attacks from it.')}</b>{' '}
          {t(
            'A program runs as root inside it, in its own domain, and attacks this host. Each probe only writes ' +
              'what is already there, or passes arguments that are rejected after the permission check.',
          )}
        </p>
        <p>
          {t(
            'Its confinement stays in force and it is not changed. It cannot be stopped or changed until the test ' +
              'has ended. Its denials are logged.',
          )}
        </p>
        <p className="muted">
          {t("It takes about a minute. You may be asked for an administrator's password each time.")}
        </p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Cancel')}
        </Button>
        <Button variant="contained" onClick={handleBegin}>
          {t('Test isolation')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
