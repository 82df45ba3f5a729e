// SPDX-License-Identifier: Apache-2.0
/** Says before a measurement what is made, what is asked of the host, and how long it takes. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { benchmarkClassSchema, benchmarkPlaceSchema } from '../../../contract/model/benchmark.ts';
import { useHostInfo } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';

interface BenchmarkDialogProps {
  readonly rounds: number;
  readonly onBegin: () => void;
  readonly onClose: () => void;
}

/** Counts the seconds of work, and what the tool and lxc-attach take around it on a machine of middling size. */
const secondsPerRun = 3;

export function BenchmarkDialog({ rounds, onBegin, onClose }: BenchmarkDialogProps) {
  const host = useHostInfo();
  const minutes = Math.ceil(
    (rounds * benchmarkClassSchema().options.length * benchmarkPlaceSchema().options.length * secondsPerRun) / 60,
  );
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="cost-title">
      <DialogTitle id="cost-title">
        {host === undefined
          ? t('Run the benchmark on this host')
          : t('Run the benchmark on {host}', { host: host.hostname })}
      </DialogTitle>
      <DialogContent className="cost-dialog">
        <p>
          {t(
            'Two temporary containers are created from the same image: one by Bulkhead, and a plain one as LXC ' +
              'creates it for root, with namespaces and a cgroup only. The plain one is not confined by SELinux; ' +
              'only the benchmark program runs in it.',
          )}
        </p>
        <p>
          {t('stress-ng then runs the same work on the bare host and in both containers, {rounds} times in turns.', {
            rounds,
          })}{' '}
          {t('It keeps one processor busy. Other work on this host becomes slower, and makes the results less exact.')}
        </p>
        <p>{t('Both containers are removed at the end, also when you cancel.')}</p>
        <p className="muted">
          {t("It takes about {minutes} minutes. You may be asked for an administrator's password each time.", {
            minutes,
          })}
        </p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button variant="contained" onClick={onBegin}>
          {t('Run benchmark')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
