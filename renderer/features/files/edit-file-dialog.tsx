// SPDX-License-Identifier: Apache-2.0
/**
 * Opens a text file of a container in an editor. It is written only over the version that was read, unless one insists.
 */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type KeyboardEvent, useCallback, useState } from 'react';
import { isFailure } from '../../../contract/errors.ts';
import { folderOf } from '../../../contract/model/containers/container-file.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { createPart } from '../../ui/part.tsx';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { DraftNotice } from '../../host/draft-notice.tsx';
import { useDraft } from '../../host/use-draft.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { failureText, notify } from '../../window/notifications.ts';
import { fileOfText } from './file-text.ts';
import { writeFile } from './file-transfers.ts';
import { reloadFolder } from './folder.ts';
import { useReadText } from './use-read-text.ts';
import { t } from '../../lib/language/t.ts';

const TextEditor = createPart(async () => (await import('./text-editor.tsx')).TextEditor, {
  waiting: () => <Loading label={t('Loading the editor')} lines={8} />,
});

interface EditFileDialogProps {
  readonly name: string;
  readonly path: string;
}

/** Text that is typed, and the version of the file that it was begun with. */
interface EditedText {
  readonly text: string;
  readonly version: string | undefined;
}

type Warning = { readonly kind: 'changed' | 'unsaved' } | { readonly kind: 'failed'; readonly text: string };

const quiet = { signal: new AbortController().signal, progress: () => undefined };

export function EditFileDialog({ name, path }: EditFileDialogProps) {
  const [warning, setWarning] = useState<Warning | undefined>(undefined);
  const clearWarning = useCallback(() => setWarning(undefined), []);
  const { read, setRead, problem, beginnings, beginAgain, readAgain } = useReadText({ name, path }, clearWarning);
  const form = useDraft<EditedText>(
    { form: 'file', container: name, part: path },
    { text: read?.text ?? '', version: read?.version },
    { isSecret: () => true },
  );
  const { text } = form.value;
  const [isSaving, setSaving] = useState(false);
  const isChanged = read !== undefined && form.isChanged;
  async function save({ isForced = false, closes = false } = {}): Promise<void> {
    if (read === undefined || isSaving || (!isChanged && !isForced)) return;
    setSaving(true);
    try {
      const how = isForced ? { replace: true } : { version: form.value.version ?? read.version };
      const { file } = await writeFile(
        { name, path: read.path, ...how },
        fileOfText({ text, lineEnd: read.lineEnd }),
        quiet,
      );
      setRead({ ...read, text, version: file.version });
      form.discard();
      setWarning(undefined);
      notify({ tone: 'done', text: t('{path} of {name} was saved.', { path: visibleText(read.path), name }) });
      void reloadFolder(name, folderOf(read.path));
      if (closes) closeDialog();
    } catch (error) {
      const isOther = isFailure(error, 'file-changed');
      setWarning(
        isOther
          ? { kind: 'changed' }
          : { kind: 'failed', text: failureText(t('cannot save {path}', { path: visibleText(read.path) }), error) },
      );
    } finally {
      setSaving(false);
    }
  }
  function handleClose(): void {
    if (isChanged && warning?.kind !== 'unsaved') setWarning({ kind: 'unsaved' });
    else closeDialog();
  }
  function handleDiscard(): void {
    form.discard();
    closeDialog();
  }
  function handleReadAgain(): void {
    form.discard();
    readAgain();
  }
  function handleKey(event: KeyboardEvent): void {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void save();
  }

  function whyNotSaved(): string | undefined {
    if (isSaving) return t('It is being saved.');
    return isChanged ? undefined : t('Nothing was changed.');
  }

  return (
    <Dialog open onClose={handleClose} maxWidth="lg" fullWidth aria-labelledby="edit-file-title" onKeyDown={handleKey}>
      <DialogTitle id="edit-file-title">
        <SafeText text={path} />
        {isChanged && <span className="muted"> {t('(changed)')}</span>}
      </DialogTitle>
      <DialogContent>
        {problem !== undefined && <Failed text={problem} />}
        {read === undefined && problem === undefined && <Loading label={t('Reading the file')} lines={8} />}
        {read !== undefined && <DraftNotice draft={form} onDiscard={beginAgain} />}
        {read !== undefined && (
          <TextEditor
            key={beginnings}
            label={t('Text of {path}', { path: visibleText(read.path) })}
            text={text}
            onChange={(next) => form.change(({ version }) => ({ version, text: next }))}
          />
        )}
        {warning !== undefined && (
          <WarningLine
            warning={warning}
            onReplace={() => void save({ isForced: true })}
            onReadAgain={handleReadAgain}
            onDiscard={handleDiscard}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={handleClose}>
          {isChanged ? t('Cancel') : t('Close')}
        </Button>
        <ActionButton
          label={t('Save')}
          variant="contained"
          colour="primary"
          reason={whyNotSaved()}
          onAction={() => void save({ closes: true })}
        />
      </DialogActions>
    </Dialog>
  );
}

interface WarningLineProps {
  readonly warning: Warning;
  readonly onReplace: () => void;
  readonly onReadAgain: () => void;
  readonly onDiscard: () => void;
}

function WarningLine({ warning, onReplace, onReadAgain, onDiscard }: WarningLineProps) {
  return (
    <div className="file-warning" role="alert">
      {warning.kind === 'failed' && warning.text}
      {warning.kind === 'changed' && (
        <>
          {t('Somebody else changed the file since it was read.')}
          <Button size="small" onClick={onReadAgain}>
            {t('Read it again')}
          </Button>
          <Button size="small" color="error" onClick={onReplace}>
            {t('Replace it anyway')}
          </Button>
        </>
      )}
      {warning.kind === 'unsaved' && (
        <>
          {t('What you changed is not saved.')}
          <Button size="small" color="error" onClick={onDiscard}>
            {t('Discard it')}
          </Button>
          <Button size="small" color="inherit" onClick={closeDialog}>
            {t('Keep it for later')}
          </Button>
        </>
      )}
    </div>
  );
}
