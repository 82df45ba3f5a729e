/**
 * Before the walls of a container that is in use are tried: what is done on it and from it, and that nothing is
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

interface AttackDialogProps {
  readonly name: string;
}

export function ContainerDrillDialog({ name }: AttackDialogProps) {
  function handleBegin(): void {
    withClient(`try the walls of ${name}`, (client) => {
      closeDialog();
      navigate({ page: 'isolation', part: 'drill' });
      return runDrill(client, name);
    });
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="attack-title">
      <DialogTitle id="attack-title">{`Try the walls of ${name}`}</DialogTitle>
      <DialogContent style={{ display: 'grid', gap: 12 }}>
        <p>
          <b>On it.</b> A throw-away container beside it gets its files and its processes by path, read-only, and tries
          to list, to read, and to ask whether it could signal. Of what it can read only the amount is told.
        </p>
        <p>
          <b>From it.</b> As root inside it, in its own domain, a program makes attempts on this host: each writes what
          is there already, or gives what is refused right after the check.
        </p>
        <p>
          Its walls stay up and nothing of it is changed. Until this has ended nobody can stop or change it; its denials
          are logged.
        </p>
        <p className="muted">It takes about a minute. An administrator&apos;s password may be asked for, each time.</p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          Not now
        </Button>
        <Button variant="contained" onClick={handleBegin}>
          Try them
        </Button>
      </DialogActions>
    </Dialog>
  );
}
