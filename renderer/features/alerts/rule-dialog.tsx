// SPDX-License-Identifier: Apache-2.0
/** Adds or changes an alert rule. */

import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState, type SyntheticEvent } from 'react';
import { formatSpan } from '../../../contract/wording/alerts/describe-alert.ts';
import type { AlertRule } from '../../../contract/model/alerts/alert.ts';
import { alertKindNames, alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import { useContainers } from '../containers/containers.ts';
import { DraftNotice } from '../../host/draft-notice.tsx';
import { useDraft } from '../../host/use-draft.ts';
import { withClient } from '../../host/with-client.ts';
import { setRule } from './alerts-store.ts';
import { checkRuleDraft, draftOf, draftOfKind, spanUnits } from './rule-draft.ts';
import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

interface RuleDialogProps {
  /** Undefined for a new one. */
  readonly rule: AlertRule | undefined;
  readonly onClose: () => void;
}

export function RuleDialog({ rule, onClose }: RuleDialogProps) {
  const form = useDraft(
    { form: 'rule', ...(rule !== undefined && { part: String(rule.id) }) },
    rule === undefined ? draftOfKind('container-cpu') : draftOf(rule),
  );
  const { value: draft, change: setDraft } = form;
  const [isSaving, setSaving] = useState(false);
  const names = [...useContainers((state) => state.byName).keys()].sort();
  const kind = alertKindOf(draft.kind);
  const { choice, problems } = checkRuleDraft(draft);
  const isCounted = kind.measure === 'count';

  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    if (choice === undefined || isSaving) return;
    withClient(t('save the rule'), async (client) => {
      setSaving(true);
      const isDone = await setRule(client, choice, rule);
      setSaving(false);
      if (!isDone) return;
      form.discard();
      onClose();
    });
  }
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="rule-title">
      <form onSubmit={handleSubmit}>
        <DialogTitle id="rule-title">{rule === undefined ? t('Add alert rule') : t('Edit alert rule')}</DialogTitle>
        <DialogContent className="rule-fields">
          <DraftNotice draft={form} />
          <SelectField
            label={t('Alert of')}
            value={draft.kind}
            options={alertKindNames.map((name) => ({ value: name, label: alertKindOf(name).title }))}
            isDisabled={rule !== undefined}
            help={kind.meaning}
            onChange={(name) => setDraft(draftOfKind(name))}
          />
          <div className="rule-row">
            {kind.threshold !== null && (
              <TextField
                label={isCounted ? t('Times, at least') : t('Threshold ({unit})', { unit: kind.unit.trim() })}
                value={draft.threshold}
                error={problems.threshold !== undefined}
                helperText={problems.threshold}
                onChange={(event) => setDraft({ ...draft, threshold: event.target.value })}
                slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off' } }}
              />
            )}
            <TextField
              label={isCounted ? t('Within') : t('For at least')}
              value={draft.span}
              error={problems.seconds !== undefined}
              helperText={problems.seconds ?? (draft.span.trim() === '0' ? t('At once') : undefined)}
              onChange={(event) => setDraft({ ...draft, span: event.target.value })}
              slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off' } }}
            />
            <SelectField
              label={t('Unit of time')}
              value={draft.unit}
              options={spanUnits.map(({ unit, label }) => ({ value: unit, label }))}
              onChange={(unit) => setDraft({ ...draft, unit })}
            />
          </div>
          {kind.of === 'container' && (
            <Autocomplete
              multiple
              options={names}
              value={[...draft.containers]}
              onChange={(_, containers) => setDraft({ ...draft, containers })}
              renderInput={(params) => (
                <TextField {...params} label={t('Containers')} helperText={t('Every container when empty')} />
              )}
            />
          )}
          {kind.measure === 'level' && <p className="muted">{endNote(choice?.threshold)}</p>}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={onClose}>
            {t('Cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={choice === undefined || isSaving}>
            {rule === undefined ? t('Add') : t('Save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Says when the alert ends, as the helper decides it. */
function endNote(threshold: number | null | undefined): string {
  const span = formatSpan(60);
  return threshold === null || threshold === undefined
    ? t('The alert ends when the value has been below 95 % of its threshold for {span}.', { span })
    : t('The alert ends when the value has been below {percent} % for {span}.', {
        percent: Math.round(threshold * 9.5) / 10,
        span,
      });
}
