// SPDX-License-Identifier: Apache-2.0
/** Chooses when the drill runs by itself: a time of day by the host's clock, or never. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import type { DrillSchedule } from '../../../contract/model/drill.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { TimeField } from '../../ui/time/time-field.tsx';
import { formatLocal } from '../../lib/moments.ts';
import { readTime } from '../../lib/written-time.ts';
import { scheduleDrill } from './drill-store.ts';
import { withClient } from '../../host/with-client.ts';
import { t } from '../../lib/language/t.ts';

interface ScheduleDialogProps {
  readonly schedule: DrillSchedule | undefined;
  readonly onClose: () => void;
}

const usualTime = '03:00';

export function ScheduleDialog({ schedule, onClose }: ScheduleDialogProps) {
  const [at, setAt] = useState(schedule?.at ?? usualTime);
  const [isChanging, setChanging] = useState(false);
  const time = readTime(at);

  function choose(time: string | undefined): void {
    withClient(t('schedule the drill'), async (client) => {
      setChanging(true);
      const isDone = await scheduleDrill(client, time);
      setChanging(false);
      if (isDone) onClose();
    });
  }
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="schedule-title">
      <DialogTitle id="schedule-title">{t('Run the drill every night')}</DialogTitle>
      <DialogContent style={{ display: 'grid', gap: 16 }}>
        <p>
          {t(
            'The helper runs the whole drill automatically, also when no console is connected. Results appear in ' +
              'the activity log. A probe that used to be blocked and now succeeds is reported here and in the ' +
              "helper's log.",
          )}
        </p>
        <TimeField
          label={t('Time (clock of the host)')}
          value={at}
          problem={time === undefined ? t('Enter a time such as 03:00.') : undefined}
          onChange={setAt}
        />
        {schedule !== undefined && (
          <p className="muted">
            <RichText
              message="Next run: {time} (local time), for {user}. It does not run while the host is off."
              values={{ time: formatLocal(schedule.nextAt), user: <SafeText text={schedule.user} /> }}
            />
          </p>
        )}
      </DialogContent>
      <DialogActions>
        {schedule !== undefined && (
          <Button color="inherit" disabled={isChanging} onClick={() => choose(undefined)}>
            {t('Disable')}
          </Button>
        )}
        <Button color="inherit" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button variant="contained" disabled={time === undefined || isChanging} onClick={() => choose(time)}>
          {schedule === undefined ? t('Enable') : t('Change')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
