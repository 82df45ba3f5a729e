/** Before a measurement: what is made, what is asked of the host, how long it takes. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { costClassSchema, costPlaceSchema } from '../../../contract/model/cost.ts';
import { useHostInfo } from '../../host/connection.ts';

interface BenchmarkDialogProps {
  readonly rounds: number;
  readonly onBegin: () => void;
  readonly onClose: () => void;
}

/** Of work, and what the tool and lxc-attach take around it on a machine of middling size. */
const secondsPerRun = 3;

export function BenchmarkDialog({ rounds, onBegin, onClose }: BenchmarkDialogProps) {
  const host = useHostInfo();
  const minutes = Math.ceil(
    (rounds * costClassSchema.options.length * costPlaceSchema.options.length * secondsPerRun) / 60,
  );
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="cost-title">
      <DialogTitle id="cost-title">{`Measure what the walls cost on ${host?.hostname ?? 'this host'}`}</DialogTitle>
      <DialogContent className="cost-dialog">
        <p>
          Two throw-away containers are made of the same image: one of Bulkhead&apos;s, and a plain one, with namespaces
          and a cgroup only, as LXC makes them for root. The plain one has no wall; nothing runs in it but the measuring
          tool.
        </p>
        <p>{`The host's own stress-ng then does the same work on the bare host and in both, ${rounds} times in turns. One processor is busy meanwhile; other work on this host becomes slower, and makes the figures less exact.`}</p>
        <p>Both containers are removed at the end, also after Cancel.</p>
        <p className="muted">{`It takes about ${minutes} minutes. An administrator's password may be asked for, each time.`}</p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          Not now
        </Button>
        <Button variant="contained" onClick={onBegin}>
          Measure
        </Button>
      </DialogActions>
    </Dialog>
  );
}
