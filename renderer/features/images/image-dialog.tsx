// SPDX-License-Identifier: Apache-2.0
/** All that is known of an image, and its description, which can be changed. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import { formatWords } from '../../../contract/wording/command-line.ts';
import { proposalOf } from '../../../contract/rules/image-proposal.ts';
import { type Image, imageDescriptionSchema } from '../../../contract/model/host/image.ts';
import { useClient } from '../../host/connection.ts';
import { formatBytes } from '../../lib/units.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { useClock } from '../../window/clock.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { ContainerName } from '../containers/container-name.tsx';
import { ImageUpdatesOf } from './image-updates.tsx';
import { describeImage, useImages } from './images.ts';
import { t } from '../../lib/language/t.ts';

export function ImageDialog({ name }: { readonly name: string }) {
  const image = useImages((state) => state.images?.find((one) => one.name === name));
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="image-title">
      <DialogTitle id="image-title">{t('Image {name}', { name })}</DialogTitle>
      {image === undefined ? (
        <DialogContent>
          <p>{t('This image is no longer there.')}</p>
        </DialogContent>
      ) : (
        <ImageDetails image={image} />
      )}
    </Dialog>
  );
}

function ImageDetails({ image }: { readonly image: Image }) {
  const client = useClient();
  const [typed, setTyped] = useState(image.description);
  const issue = imageDescriptionSchema().safeParse(typed).error?.issues[0]?.message;
  const problem = issue === undefined ? undefined : t('It {issue}.', { issue });
  const reason =
    (client === undefined ? t('The host is not connected.') : problem) ??
    (typed === image.description ? t('The description is as it was.') : undefined);

  function handleSave(): void {
    if (reason !== undefined) return;
    closeDialog();
    void describeImage(image.name, typed);
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    handleSave();
  }
  return (
    <>
      <DialogContent>
        <form className="image-form" onSubmit={handleSubmit}>
          <TextField
            label={t('Description')}
            value={typed}
            error={problem !== undefined}
            helperText={problem}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Facts image={image} />
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Close')}
        </Button>
        <ActionButton
          label={t('Save description')}
          variant="contained"
          colour="primary"
          reason={reason}
          onAction={handleSave}
        />
      </DialogActions>
    </>
  );
}

function Facts({ image }: { readonly image: Image }) {
  const { architecture, sizeBytes, createdAt, origin, sha256, application, usedBy } = image;
  const now = useClock((clock) => clock.now);
  return (
    <dl className="image-facts">
      <dt>{t('Architecture')}</dt>
      <dd>{architecture}</dd>
      <dt>{t('Size')}</dt>
      <dd>{sizeBytes === null ? t('not known') : formatBytes(sizeBytes)}</dd>
      <dt>{t('Made')}</dt>
      <dd>{createdAt === null ? t('not known') : <Moment time={createdAt} now={now} />}</dd>
      <dt>{t('Came from')}</dt>
      <dd>{origin === null ? t('not known') : <SafeText text={origin} />}</dd>
      <dt>{t('SHA-256')}</dt>
      <dd className="mono image-digest">{sha256 ?? t('not known')}</dd>
      <dt>{t('Init')}</dt>
      <dd>{initText(image)}</dd>
      <dt>{t('Updates')}</dt>
      <dd>
        <ImageUpdatesOf image={image.name} />
      </dd>
      <dt>{t('Used by')}</dt>
      <dd className="users-of-image">
        {usedBy.length === 0 && t('no container')}
        {usedBy.map((name) => (
          <ContainerName key={name} name={name} />
        ))}
      </dd>
      {application !== null && <ApplicationFacts {...application} />}
    </dl>
  );
}

function initText(image: Image): string {
  if ((proposalOf(image)?.program.length ?? 0) > 0)
    return t("a container that is created from it runs its program, with a small init of the host's");
  if (image.hasInit === null) return t('not known');
  return image.hasInit
    ? t('has one')
    : t('has none: a container that is created from it starts only with a program that is chosen for it');
}

function ApplicationFacts({
  entrypoint,
  command,
  environment,
  user,
  folder,
  ports,
  stopSignal,
}: NonNullable<Image['application']>) {
  const rows: readonly (readonly [string, string])[] = [
    [t('Program'), formatWords([...entrypoint, ...command])],
    [t('User'), user],
    [t('Folder'), folder],
    [t('Ports'), ports.join(', ')],
    [t('Stop signal'), stopSignal],
    [t('Environment'), environment.join(' ')],
  ];
  return rows.map(([title, text]) =>
    text === '' ? null : (
      <div key={title} style={{ display: 'contents' }}>
        <dt>{title}</dt>
        <dd className="mono">
          <SafeText text={text} />
        </dd>
      </div>
    ),
  );
}
