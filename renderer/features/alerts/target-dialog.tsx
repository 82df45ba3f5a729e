// SPDX-License-Identifier: Apache-2.0
/** Adds or changes a target of alerts. What is secret of a target is written, and never shown again. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState, type SyntheticEvent } from 'react';
import type { AlertTarget } from '../../../contract/model/alerts/alert-target.ts';
import { DraftNotice } from '../../host/draft-notice.tsx';
import { useDraft } from '../../host/use-draft.ts';
import { withClient } from '../../host/with-client.ts';
import { checkTargetDraft, draftOfTarget, emptyTarget, type TargetDraft, usualName } from './target-draft.ts';
import { setTarget } from './targets.ts';
import { WebhookFields } from './webhook-fields.tsx';
import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

interface TargetDialogProps {
  /** Undefined for a new one. */
  readonly target: AlertTarget | undefined;
  readonly onClose: () => void;
}

export function TargetDialog({ target, onClose }: TargetDialogProps) {
  const form = useDraft<TargetDraft>(
    { form: 'target', ...(target !== undefined && { part: String(target.id) }) },
    target === undefined ? emptyTarget : draftOfTarget(target),
    { isSecret: () => true },
  );
  const { value: draft, change: setDraft } = form;
  const [isSaving, setSaving] = useState(false);
  const { choice, problems } = checkTargetDraft(draft, target);

  function change(changes: Partial<TargetDraft>): void {
    setDraft((before) => ({ ...before, ...changes }));
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    if (choice === undefined || isSaving) return;
    withClient(t('save the target'), async (client) => {
      setSaving(true);
      const isDone = await setTarget(client, choice, target?.id);
      setSaving(false);
      if (!isDone) return;
      form.discard();
      onClose();
    });
  }
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="target-title">
      <form onSubmit={handleSubmit}>
        <DialogTitle id="target-title">{target === undefined ? t('Add target') : t('Edit target')}</DialogTitle>
        <DialogContent className="rule-fields">
          <DraftNotice draft={form} />
          <ToggleButtonGroup
            exclusive
            size="small"
            value={draft.by}
            aria-label={t('Send by')}
            disabled={target !== undefined}
            onChange={(_, by: TargetDraft['by'] | null) => by !== null && change({ by })}
          >
            <ToggleButton value="mail">{t('Mail')}</ToggleButton>
            <ToggleButton value="webhook">{t('Webhook')}</ToggleButton>
          </ToggleButtonGroup>
          {draft.by === 'mail' && (
            <TextField
              label={t('{of, select, other {To}}', { of: 'message' })}
              autoFocus
              value={draft.to}
              error={problems.to !== undefined}
              helperText={
                problems.to ?? t('Addresses, or users of the host. The host needs a mail program (sendmail).')
              }
              onChange={(event) => change({ to: event.target.value })}
              slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false } }}
            />
          )}
          {draft.by === 'webhook' && (
            <WebhookFields draft={draft} problems={problems} before={target} onChange={change} />
          )}
          <TextField
            label={t('Name')}
            value={draft.name}
            placeholder={usualName(draft)}
            error={problems.name !== undefined}
            helperText={problems.name}
            onChange={(event) => change({ name: event.target.value })}
            slotProps={{ htmlInput: { autoComplete: 'off' }, inputLabel: { shrink: true } }}
          />
          <SelectField
            label={t('Alerts')}
            value={draft.isCriticalOnly ? 'critical' : 'all'}
            options={[
              { value: 'all', label: t('Warnings and critical alerts') },
              { value: 'critical', label: t('Critical alerts only') },
            ]}
            onChange={(alerts) => change({ isCriticalOnly: alerts === 'critical' })}
          />
          <FormControlLabel
            label={t('Also when an alert is over')}
            control={
              <Switch size="small" checked={draft.withEnds} onChange={() => change({ withEnds: !draft.withEnds })} />
            }
          />
          <p className="muted">
            {t(
              'At most one message a minute is sent; alerts that begin meanwhile are in the next one, with their number.',
            )}
          </p>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={onClose}>
            {t('Cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={choice === undefined || isSaving}>
            {target === undefined ? t('Add') : t('Save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
