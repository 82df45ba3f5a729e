/** Before a drill: what it does to this host, what it does not, how long it takes, and what will be asked. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useHostInfo } from '../../host/connection.ts';

interface DrillDialogProps {
  readonly onBegin: () => void;
  readonly onClose: () => void;
}

export function DrillDialog({ onBegin, onClose }: DrillDialogProps) {
  const host = useHostInfo();
  const isUnconfined = host !== undefined && host.selinux.status !== 'enforcing';
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="drill-title">
      <DialogTitle id="drill-title">{`Run the isolation drill on ${host?.hostname ?? 'this host'}`}</DialogTitle>
      <DialogContent className="drill-dialog">
        <p>
          Two throw-away containers are made from the image drill-web. One holds a planted secret; the other attacks it,
          and the host, in more than fifty ways.
        </p>
        <p>
          First every layer is up. Then SELinux is taken away from the attacker only, by a permissive domain of its own;
          the host and all other containers stay as they are, and go on enforcing.
        </p>
        <p>
          An attempt that would do harm if it came through is made so that it does none. At the end, also after Cancel,
          both containers and the domain are removed. Your own containers are not touched.
        </p>
        {isUnconfined && (
          <p className="drill-warning">{`SELinux is ${host.selinux.status} on this host: the report will say in red that the wall is missing.`}</p>
        )}
        <p className="muted">
          It takes a few minutes and up to half a gibibyte of memory. An administrator&apos;s password may be asked for,
          each time.
        </p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          Not now
        </Button>
        <Button variant="contained" onClick={onBegin}>
          Run it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
