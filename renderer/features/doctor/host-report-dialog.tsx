// SPDX-License-Identifier: Apache-2.0
/**
 * The report of the host for somebody who does not see it: the text of `bulkheadctl doctor --report`, which is read here
 * before it is saved.
 */

import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useEffect, useState } from 'react';
import { reportText } from '../../../report/host-report/report-text.ts';
import type { Client } from '../../../rpc/client.ts';
import { useClient } from '../../host/connection.ts';
import { saveHostReport, useWindow } from '../../host/main-process.ts';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';
import { useDoctor } from './doctor-store.ts';

interface Made {
  readonly withNames: boolean;
  /** A text, or why there is none. */
  readonly outcome: { readonly text: string } | { readonly problem: string };
}

export function HostReportDialog() {
  const [withNames, setWithNames] = useState(false);
  const [made, setMade] = useState<Made>();
  const client = useClient();
  useEffect(() => {
    const abort = new AbortController();
    const keep = (outcome: Made['outcome']): void => {
      if (!abort.signal.aborted) setMade({ withNames, outcome });
    };
    makeText(client, withNames, abort.signal).then(
      (text) => keep({ text }),
      (error: unknown) => keep({ problem: failureText(t('cannot make the report'), error) }),
    );
    return () => abort.abort();
  }, [client, withNames]);
  // While the other text is made, the last one is not what the choice says.
  const outcome = made?.withNames === withNames ? made.outcome : undefined;
  const text = outcome !== undefined && 'text' in outcome ? outcome.text : undefined;

  return (
    <Dialog open maxWidth="md" fullWidth onClose={closeDialog} aria-labelledby="host-report-title">
      <DialogTitle id="host-report-title">{t('Save the report of this host')}</DialogTitle>
      <DialogContent className="text-preview is-wrapped">
        <p>{t('For somebody who helps and does not see the host. Nothing is sent: read the text, then save it.')}</p>
        <FormControlLabel
          control={<Checkbox checked={withNames} onChange={(event) => setWithNames(event.target.checked)} />}
          label={t('With names, addresses and paths')}
        />
        {outcome === undefined && <Loading label={t('Checking the host and its isolation')} lines={8} />}
        {outcome !== undefined && 'problem' in outcome && <Failed text={outcome.problem} />}
        {text !== undefined && (
          <pre className="mono" tabIndex={0} role="region" aria-label={t('Text of the report')}>
            {text}
          </pre>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Close')}
        </Button>
        <Button variant="contained" disabled={text === undefined} onClick={() => void saveHostReport(text ?? '')}>
          {t('Save…')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function makeText(client: Client | undefined, withNames: boolean, signal: AbortSignal): Promise<string> {
  const { checks } = useDoctor.getState();
  const unreached = (): Promise<never> => Promise.reject(new Error(t('cannot reach the host')));
  return reportText(
    {
      by: ['Bulkhead', useWindow.getState().about?.version ?? ''].join(' ').trim(),
      now: () => Date.now() / 1000,
      withClient: (work) => (client === undefined ? unreached() : work(client)),
      // These checks are what this machine found, where the helper is not reached.
      checks: async () => checks ?? unreached(),
      here: undefined,
    },
    { withNames, withContainers: false },
    signal,
  );
}
