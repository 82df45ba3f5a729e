// SPDX-License-Identifier: Apache-2.0
/** Makes an image of a file of this machine: the choice, then the progress. Leaving it does not stop an import. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type DragEvent, type SyntheticEvent, useRef, useState } from 'react';
import { imageDescriptionSchema, imageOriginSchema } from '../../../contract/model/host/image.ts';
import { sha256Schema } from '../../../contract/operations/host/image.ts';
import { useClient } from '../../host/connection.ts';
import { formatBytes } from '../../lib/units.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { problemOfImageName, proposeImageName } from './image-name.ts';
import { ImageProgressView } from './image-progress.tsx';
import { importImage, useImages } from './images.ts';
import { t } from '../../lib/language/t.ts';

export function ImportDialog() {
  const [id, setId] = useState<number | undefined>(undefined);
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="import-title">
      <DialogTitle id="import-title">{t('Import image')}</DialogTitle>
      {id === undefined ? (
        <ImportForm onBegun={setId} />
      ) : (
        <ImageProgressView id={id} onBack={() => setId(undefined)} />
      )}
    </Dialog>
  );
}

interface Choices {
  readonly name: string;
  readonly description: string;
  readonly sha256: string;
}

function ImportForm({ onBegun }: { readonly onBegun: (id: number) => void }) {
  const client = useClient();
  const images = useImages((state) => state.images);
  const [file, setFile] = useState<File | undefined>(undefined);
  const [choices, setChoices] = useState<Choices>({ name: '', description: '', sha256: '' });
  const problems = problemsOf(choices, new Set(images?.map(({ name }) => name)));
  const reason =
    (client === undefined ? t('The host is not connected.') : undefined) ??
    (file === undefined ? t('Choose the file first.') : undefined) ??
    Object.values(problems).find((problem) => problem !== undefined);
  // An empty name is no mistake yet.
  const shownNameProblem = choices.name === '' ? undefined : problems.name;
  const change = (part: Partial<Choices>): void => setChoices((before) => ({ ...before, ...part }));

  function handleFile(chosen: File): void {
    setFile(chosen);
    setChoices((before) => ({ ...before, name: before.name === '' ? proposeImageName(chosen.name) : before.name }));
  }
  function handleImport(): void {
    if (file === undefined || reason !== undefined) return;
    const origin = imageOriginSchema().safeParse(file.name).data;
    onBegun(
      importImage(file, {
        image: choices.name,
        ...(origin !== undefined && { origin }),
        ...(choices.description !== '' && { description: choices.description }),
        ...(choices.sha256 !== '' && { sha256: choices.sha256.toLowerCase() }),
      }),
    );
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    handleImport();
  }

  return (
    <>
      <DialogContent>
        <form className="image-form" onSubmit={handleSubmit}>
          <FileField file={file} onFile={handleFile} />
          <TextField
            label={t('Name')}
            value={choices.name}
            error={shownNameProblem !== undefined}
            helperText={shownNameProblem ?? t('By which containers are created from it')}
            onChange={(event) => change({ name: event.target.value })}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <TextField
            label={t('Description')}
            value={choices.description}
            error={problems.description !== undefined}
            helperText={problems.description ?? t('Optional; otherwise the name of its distribution')}
            onChange={(event) => change({ description: event.target.value })}
          />
          <TextField
            label="SHA-256"
            value={choices.sha256}
            placeholder={t('not checked')}
            error={problems.sha256 !== undefined}
            helperText={
              problems.sha256 ??
              t('Optional, as published with the file. An archive with another digest does not become an image.')
            }
            onChange={(event) => change({ sha256: event.target.value.trim() })}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', className: 'mono' } }}
          />
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Cancel')}
        </Button>
        <ActionButton
          label={t('Import')}
          variant="contained"
          colour="primary"
          reason={reason}
          onAction={handleImport}
        />
      </DialogActions>
    </>
  );
}

interface FileFieldProps {
  readonly file: File | undefined;
  readonly onFile: (file: File) => void;
}

/** Chosen by the system's own dialog, or dropped: the page reads what a person gave it, and nothing else. */
function FileField({ file, onFile }: FileFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const chosen = files?.[0];
    if (chosen !== undefined) onFile(chosen);
  };
  function handleDrop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  }
  return (
    <div
      className={`image-file${isOver ? ' over' : ''}`}
      role="group"
      aria-label={t('Archive')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={handleDrop}
    >
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('File of the archive')}
        onChange={(event) => take(event.currentTarget.files)}
      />
      <Button variant="outlined" color="inherit" autoFocus onClick={() => input.current?.click()}>
        {t('Choose file…')}
      </Button>
      {file === undefined ? (
        <span className="muted">{t('or drop it here')}</span>
      ) : (
        <span>
          <span className="mono">{file.name}</span> <span className="muted">{formatBytes(file.size)}</span>
        </span>
      )}
      <p className="muted" style={{ flexBasis: '100%' }}>
        {t(
          'A tar of a root file system, an image of LXC, or an archive of an OCI or docker image, packed by ' +
            'gzip, xz, zstd, bzip2 or not at all.',
        )}
      </p>
    </div>
  );
}

function problemsOf(
  { name, description, sha256 }: Choices,
  taken: ReadonlySet<string>,
): Readonly<Record<keyof Choices, string | undefined>> {
  const issue = imageDescriptionSchema().safeParse(description).error?.issues[0]?.message;
  const digest = sha256 === '' || sha256Schema().safeParse(sha256.toLowerCase()).success;
  return {
    name: problemOfImageName(name, taken),
    description: issue === undefined ? undefined : t('It {issue}.', { issue }),
    sha256: digest ? undefined : t('A SHA-256 has 64 hexadecimal digits.'),
  };
}
