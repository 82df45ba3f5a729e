// SPDX-License-Identifier: Apache-2.0
/** Edits address and signature of a webhook. A target keeps what is left empty, for as long as its address stays. */

import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type AlertTarget, newWebhookSecret } from '../../../contract/model/alerts/alert-target.ts';
import { CopyButton } from '../../ui/actions/copy-button.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import type { CheckedTarget, TargetDraft } from './target-draft.ts';
import { t } from '../../lib/language/t.ts';

interface WebhookFieldsProps {
  readonly draft: TargetDraft;
  readonly problems: CheckedTarget['problems'];
  /** The target that is changed. */
  readonly before: AlertTarget | undefined;
  readonly onChange: (changes: Partial<TargetDraft>) => void;
}

const secretBytes = 32;

export function WebhookFields({ draft, problems, before, onChange }: WebhookFieldsProps) {
  const known = before?.route.by === 'webhook' ? before.route : undefined;
  const hasOtherUrl = known?.isSigned === true && draft.url.trim() !== '' && draft.signing === 'keep';

  function handleGenerate(): void {
    onChange({ secret: newWebhookSecret(crypto.getRandomValues(new Uint8Array(secretBytes))) });
  }
  return (
    <>
      <TextField
        label={t('Address')}
        autoFocus
        value={draft.url}
        placeholder={known === undefined ? 'https://' : t('{origin}/… (unchanged)', { origin: known.origin })}
        error={problems.url !== undefined}
        helperText={problems.url ?? t('It gets a JSON document by POST. The address is not shown again.')}
        onChange={(event) => onChange({ url: event.target.value })}
        slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false }, inputLabel: { shrink: true } }}
      />
      <SelectField
        label={t('Signature')}
        value={draft.signing}
        options={[
          { value: 'none', label: t('None') },
          ...(known?.isSigned === true ? [{ value: 'keep', label: t('The present secret') } as const] : []),
          { value: 'new', label: t('A new secret') },
        ]}
        help={t('With a secret that both sides know, the receiver can verify who sent a message (Standard Webhooks).')}
        problem={
          hasOtherUrl
            ? t('Another address does not get the present secret: enter or generate a new one to sign.')
            : undefined
        }
        onChange={(signing) => onChange({ signing })}
      />
      {draft.signing === 'new' && (
        <div className="target-secret">
          <TextField
            label={t('Secret')}
            value={draft.secret}
            error={draft.secret !== '' && problems.secret !== undefined}
            helperText={
              draft.secret === ''
                ? t('Generate one, or enter that of the receiver.')
                : (problems.secret ?? t('Copy it now: it is not shown again.'))
            }
            onChange={(event) => onChange({ secret: event.target.value })}
            slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false, className: 'mono' } }}
          />
          <CopyButton label={t('Copy the secret')} text={draft.secret} />
          <Button color="inherit" variant="outlined" onClick={handleGenerate}>
            {t('Generate')}
          </Button>
        </div>
      )}
    </>
  );
}
