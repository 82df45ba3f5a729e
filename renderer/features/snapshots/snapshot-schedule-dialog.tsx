// SPDX-License-Identifier: Apache-2.0
/** Sets when snapshots of a container are taken without anybody asking, and how many of them are kept. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { dayNames } from '../../../contract/wording/describe-snapshot-plan.ts';
import { type SyntheticEvent, useState } from 'react';
import { type SnapshotPlan, weekdays } from '../../../contract/model/containers/snapshot-schedule.ts';
import { TimeField } from '../../ui/time/time-field.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { checkPlan, draftOfPlan, type PlanDraft } from './plan-draft.ts';
import { scheduleSnapshots, useSnapshots } from './snapshots.ts';
import { t } from '../../lib/language/t.ts';

interface SnapshotScheduleDialogProps {
  readonly name: string;
}

const everyOptions = [
  { value: 'hours', label: t('Every few hours') },
  { value: 'day', label: t('Every day') },
  { value: 'week', label: t('Every week') },
] as const satisfies readonly { readonly value: PlanDraft['every']; readonly label: string }[];

export function SnapshotScheduleDialog({ name }: SnapshotScheduleDialogProps) {
  const schedule = useSnapshots((state) => (state.name === name ? state.schedule : undefined));
  const [draft, setDraft] = useState<PlanDraft>(() => draftOfPlan(schedule));
  const [isSaving, setSaving] = useState(false);
  const { plan, problems } = checkPlan(draft);
  const isSet = schedule !== null && schedule !== undefined;
  const change = (part: Partial<PlanDraft>): void => setDraft((before) => ({ ...before, ...part }));

  async function save(wanted: SnapshotPlan | null): Promise<void> {
    setSaving(true);
    const isDone = await scheduleSnapshots(name, wanted);
    setSaving(false);
    if (isDone) closeDialog();
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    if (plan !== undefined && !isSaving) void save(plan);
  }

  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="snapshot-schedule-title">
      <form onSubmit={handleSubmit} noValidate>
        <DialogTitle id="snapshot-schedule-title">{t('Scheduled snapshots of {name}', { name })}</DialogTitle>
        <DialogContent style={{ display: 'grid', gap: 16 }}>
          <p>
            {t(
              'The helper takes them, also while no window is open, and freezes a running container while its files ' +
                'are copied. A time at which the host was off is made up for once.',
            )}
          </p>
          <div className="plan-row">
            <SelectField
              label={t('How often')}
              value={draft.every}
              options={everyOptions}
              onChange={(every) => change({ every })}
            />
            {draft.every === 'hours' && (
              <TextField
                size="small"
                label={t('Hours between two')}
                value={draft.hours}
                error={problems.hours !== undefined}
                helperText={problems.hours}
                onChange={(event) => change({ hours: event.target.value })}
                slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
              />
            )}
            {draft.every === 'week' && (
              <SelectField
                label={t('Day')}
                value={draft.on}
                options={weekdays.map((day) => ({ value: day, label: dayNames[day] }))}
                onChange={(on) => change({ on })}
              />
            )}
            {draft.every !== 'hours' && (
              <TimeField
                label={t('Time (clock of the host)')}
                value={draft.at}
                problem={problems.at}
                onChange={(at) => change({ at })}
              />
            )}
          </div>
          <TextField
            size="small"
            label={t('Number to keep')}
            value={draft.keep}
            error={problems.keep !== undefined}
            helperText={
              problems.keep ??
              t(
                'Older scheduled ones are removed after each new one. Snapshots that were taken by hand, or before a ' +
                  'restore, stay.',
              )
            }
            onChange={(event) => change({ keep: event.target.value })}
            slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
          />
        </DialogContent>
        <DialogActions>
          {isSet && (
            <Button color="inherit" disabled={isSaving} onClick={() => void save(null)}>
              {t('Disable')}
            </Button>
          )}
          <Button color="inherit" onClick={closeDialog}>
            {t('Cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={plan === undefined || isSaving}>
            {isSet ? t('Change') : t('Enable')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
