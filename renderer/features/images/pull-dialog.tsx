// SPDX-License-Identifier: Apache-2.0
/** Makes an image of one of a registry: the choice, then the progress. Leaving it does not stop the work. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import { type RegistryImage, registryImageSchema } from '../../../contract/rules/registry-image.ts';
import { useClient } from '../../host/connection.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { problemOfImageName, proposeImageName } from './image-name.ts';
import { ImageProgressView } from './image-progress.tsx';
import { importRegistryImage, useImages } from './images.ts';
import { t } from '../../lib/language/t.ts';

interface Choices {
  readonly reference: string;
  /** Undefined until it is typed: it follows the reference. */
  readonly name: string | undefined;
  readonly user: string;
  readonly password: string;
}

export function PullDialog() {
  const [id, setId] = useState<number | undefined>(undefined);
  const [choices, setChoices] = useState<Choices>({ reference: '', name: undefined, user: '', password: '' });
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="pull-title">
      <DialogTitle id="pull-title">{t('Pull image from registry')}</DialogTitle>
      {id === undefined ? (
        <PullForm choices={choices} onChange={setChoices} onBegun={setId} />
      ) : (
        <ImageProgressView id={id} onBack={() => setId(undefined)} />
      )}
    </Dialog>
  );
}

interface PullFormProps {
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
  readonly onBegun: (id: number) => void;
}

function PullForm({ choices, onChange, onBegun }: PullFormProps) {
  const client = useClient();
  const images = useImages((state) => state.images);
  const name = choices.name ?? nameFor(choices.reference);
  const parsed = registryImageSchema().safeParse(chosenImage(choices));
  const problems = {
    reference: /^\S+\/\S+$/.test(choices.reference.trim()) && isWrong(parsed, 'reference'),
    login: isWrong(parsed, 'login'),
    name: problemOfImageName(name, new Set(images?.map((one) => one.name))),
  };
  const reason =
    (client === undefined ? t('The host is not connected.') : undefined) ??
    (isWrong(parsed, 'reference') ? t('Name a registry and an image, as docker.io/library/nginx:1.27.') : undefined) ??
    (problems.login ? t('Give both user and password, or neither.') : undefined) ??
    problems.name;

  function handlePull(): void {
    if (!parsed.success || reason !== undefined) return;
    onBegun(importRegistryImage(parsed.data, { image: name, origin: parsed.data.reference.slice(0, 200) }));
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    handlePull();
  }

  return (
    <>
      <DialogContent>
        <form className="image-form" aria-label={t('Image of a registry')} onSubmit={handleSubmit}>
          <TextField
            label={t('Image')}
            autoFocus
            value={choices.reference}
            placeholder="docker.io/library/nginx:1.27"
            error={problems.reference}
            helperText={t('Registry, image and tag; without a tag, the latest')}
            onChange={(event) => onChange({ ...choices, reference: event.target.value })}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', className: 'mono' } }}
          />
          <TextField
            label={t('Name')}
            value={name}
            error={name !== '' && problems.name !== undefined}
            helperText={name === '' ? t('By which containers are created from it') : problems.name}
            onChange={(event) => onChange({ ...choices, name: event.target.value })}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <TextField
            label={t('User of the registry')}
            value={choices.user}
            helperText={t('Optional. Used for this image only, and removed after that.')}
            onChange={(event) => onChange({ ...choices, user: event.target.value })}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <TextField
            label={t('Password or token')}
            type="password"
            value={choices.password}
            error={problems.login}
            onChange={(event) => onChange({ ...choices, password: event.target.value })}
            slotProps={{ htmlInput: { autoComplete: 'off' } }}
          />
          <p className="muted">{t('skopeo fetches it on this machine, as you, and Bulkhead sends it to the host.')}</p>
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Cancel')}
        </Button>
        <ActionButton label={t('Pull')} variant="contained" colour="primary" reason={reason} onAction={handlePull} />
      </DialogActions>
    </>
  );
}

function chosenImage({ reference, user, password }: Choices): RegistryImage {
  return { reference: reference.trim(), login: user === '' && password === '' ? null : { user, password } };
}

function isWrong(
  { error }: ReturnType<ReturnType<typeof registryImageSchema>['safeParse']>,
  field: keyof RegistryImage,
): boolean {
  return error?.issues.some(({ path }) => path[0] === field) === true;
}

/** `nginx-1.27` for `docker.io/library/nginx:1.27`. */
function nameFor(reference: string): string {
  const [image = ''] = (reference.trim().split('/').at(-1) ?? '').split('@');
  return proposeImageName(image.replace(/:latest$/, ''));
}
