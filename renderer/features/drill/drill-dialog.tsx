// SPDX-License-Identifier: Apache-2.0
/** Says before a drill what it does to this host, what it does not, how long it takes, and what will be asked. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useHostInfo } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';

interface DrillDialogProps {
  readonly onBegin: () => void;
  readonly onClose: () => void;
}

export function DrillDialog({ onBegin, onClose }: DrillDialogProps) {
  const host = useHostInfo();
  const isUnconfined = host !== undefined && host.selinux.status !== 'enforcing';
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="drill-title">
      <DialogTitle id="drill-title">
        {host === undefined
          ? t('Run the isolation drill on this host')
          : t('Run the isolation drill on {host}', { host: host.hostname })}
      </DialogTitle>
      <DialogContent className="drill-dialog">
        <p>
          {t(
            'Two temporary containers are created from the image drill-web. One holds a planted secret. The other ' +
              'attacks it and the host by more than 75 probes.',
          )}
        </p>
        <p>
          {t(
            'First all layers are on. Then SELinux is switched off for the attacker only: its own ' +
              'domain is permissive. The host and all other containers stay enforcing.',
          )}
        </p>
        <p>
          {t(
            'Attacks that could do harm are made harmless. At the end, also when you cancel, both containers and ' +
              'the domain are removed. Your own containers are not touched.',
          )}
        </p>
        {isUnconfined && (
          <p className="drill-warning">
            {t('SELinux is {status} on this host. The report will say in red that it is missing.', {
              status: host.selinux.status,
            })}
          </p>
        )}
        <p className="muted">
          {t(
            "It takes a few minutes and up to 512 MiB of memory. You may be asked for an administrator's password " +
              'each time.',
          )}
        </p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button variant="contained" onClick={onBegin}>
          {t('Run drill')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
