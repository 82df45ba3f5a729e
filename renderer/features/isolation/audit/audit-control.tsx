// SPDX-License-Identifier: Apache-2.0
/** Says when the isolation was last checked, shows the progress of a running check, and has a button for another. */

import Refresh from '@mui/icons-material/Refresh';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useState } from 'react';
import { ActionButton } from '../../../ui/actions/action-button.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { RichText } from '../../../ui/rich-text.tsx';
import { auditStepLabels } from './finding-labels.ts';
import { useClock } from '../../../window/clock.ts';
import { useIsConnected } from '../../../host/connection.ts';
import { cancelAudit, runAudit, useAudit } from './audit-store.ts';
import { withClient } from '../../../host/with-client.ts';
import { t } from '../../../lib/language/t.ts';

export function AuditControl() {
  const { audit, progress } = useAudit();
  const now = useClock((state) => state.now);
  const isConnected = useIsConnected();
  const [labels, setLabels] = useState(false);
  if (progress !== undefined) {
    return (
      <div className="audit-control" role="status">
        <span className="muted">{auditStepLabels[progress.step]}</span>
        <LinearProgress variant="determinate" value={progress.fraction * 100} aria-label={t('Progress of the audit')} />
        <Button color="inherit" onClick={cancelAudit}>
          {t('Cancel')}
        </Button>
      </div>
    );
  }
  return (
    <div className="audit-control">
      {audit !== undefined && (
        <span className="muted">
          <Checked time={audit.result.checkedAt} now={now} withLabels={audit.result.labels} />
        </span>
      )}
      <FormControlLabel
        label={t('Include file labels (slower)')}
        control={<Checkbox size="small" checked={labels} onChange={(event) => setLabels(event.target.checked)} />}
      />
      <ActionButton
        label={t('Check again')}
        icon={<Refresh />}
        variant="outlined"
        reason={isConnected ? undefined : t('There is no connection to the host.')}
        onAction={() => withClient(t('check the isolation'), (client) => runAudit(client, { labels }))}
      />
    </div>
  );
}

interface CheckedProps {
  readonly time: number;
  readonly now: number;
  readonly withLabels: boolean;
}

function Checked({ time, now, withLabels }: CheckedProps) {
  const values = { moment: <Moment key="moment" time={time} now={now} /> };
  return withLabels ? (
    <RichText message="Checked {moment}, with file labels" values={values} />
  ) : (
    <RichText message="Checked {moment}" values={values} />
  );
}
