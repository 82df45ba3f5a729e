// SPDX-License-Identifier: Apache-2.0
/** The local changes of this host as a text for another one, in the form that its administrator uses. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useEffect, useState } from 'react';
import type { LocalChangesForm } from '../../../contract/bridge.ts';
import type { LocalChange } from '../../../contract/model/policy/local-change.ts';
import { playbookOf } from '../../../report/local-changes/ansible.ts';
import { cilOf } from '../../../report/local-changes/cil.ts';
import { scriptOf } from '../../../report/local-changes/shell.ts';
import { saveLocalChanges } from '../../host/main-process.ts';
import { useClient } from '../../host/connection.ts';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

const forms = [
  { form: 'shell', label: t('Script'), textOf: scriptOf },
  { form: 'cil', label: 'CIL', textOf: cilOf },
  { form: 'ansible', label: t('Ansible'), textOf: playbookOf },
] as const satisfies readonly {
  readonly form: LocalChangesForm;
  readonly label: string;
  readonly textOf: (changes: readonly LocalChange[]) => string;
}[];

type Texts =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly changes: readonly LocalChange[] };

export function ExportDialog() {
  const [form, setForm] = useState<LocalChangesForm>('shell');
  const [texts, setTexts] = useState<Texts>({ status: 'loading' });
  const [isCopied, setCopied] = useState(false);
  const client = useClient();
  useEffect(() => {
    // The texts of modules are read for this alone.
    client?.request('policy.local', { withSources: true }).then(
      ({ changes }) => setTexts({ status: 'ready', changes }),
      (error: unknown) => setTexts({ status: 'failed', error }),
    );
  }, [client]);
  const text =
    texts.status === 'ready' ? (forms.find((one) => one.form === form)?.textOf(texts.changes) ?? '') : undefined;

  function handleForm(next: LocalChangesForm | null): void {
    if (next !== null) setForm(next);
    setCopied(false);
  }
  function handleSave(): void {
    void saveLocalChanges(form, text ?? '');
  }
  function handleCopy(): void {
    navigator.clipboard.writeText(text ?? '').then(
      () => setCopied(true),
      () => setCopied(false),
    );
  }

  return (
    <Dialog open maxWidth="md" fullWidth onClose={closeDialog} aria-labelledby="export-title">
      <DialogTitle id="export-title">{t('Export local changes')}</DialogTitle>
      <DialogContent className="text-preview">
        <ToggleButtonGroup
          exclusive
          size="small"
          value={form}
          onChange={(_, next: LocalChangesForm | null) => handleForm(next)}
          aria-label={t('Form')}
        >
          {forms.map(({ form: value, label }) => (
            <ToggleButton key={value} value={value}>
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {texts.status === 'loading' && <Loading label={t('Reading the modules')} lines={6} />}
        {texts.status === 'failed' && <Failed text={failureText(t('cannot read the local changes'), texts.error)} />}
        {text !== undefined && (
          <pre className="mono" tabIndex={0} role="region" aria-label={t('Text')}>
            {text}
          </pre>
        )}
      </DialogContent>
      <DialogActions>
        <span role="status" className="muted">
          {isCopied ? t('Copied') : ''}
        </span>
        <Button color="inherit" onClick={closeDialog}>
          {t('Close')}
        </Button>
        <Button color="inherit" disabled={text === undefined} onClick={handleCopy}>
          {t('Copy')}
        </Button>
        <Button variant="contained" disabled={text === undefined} onClick={handleSave}>
          {t('Save…')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
