// SPDX-License-Identifier: Apache-2.0
/** Makes an image of the whole root of a container. */

import Alert from '@mui/material/Alert';
import { useEffect, useState } from 'react';
import { useClient } from '../../host/connection.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { NameField } from '../../ui/form/name-field.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainers } from '../containers/containers.ts';
import { problemOfImageName } from './image-name.ts';
import { loadImages, makeImage, useImages } from './images.ts';
import { t } from '../../lib/language/t.ts';

export function MakeImageDialog({ name }: { readonly name: string }) {
  const client = useClient();
  const images = useImages((state) => state.images);
  const isUp = useContainers(({ byName }) => byName.get(name)?.state === 'running');
  const [typed, setTyped] = useState(`${name}-image`);
  useEffect(() => {
    if (client !== undefined) void loadImages();
  }, [client]);
  const problem = problemOfImageName(typed, new Set(images?.map((image) => image.name)));
  const reason = client === undefined ? t('The host is not connected.') : problem;
  return (
    <FormDialog
      title={t('Make an image of {name}', { name })}
      action={t('Make image')}
      reason={reason}
      onAction={() => makeImage({ name, image: typed })}
      onClose={closeDialog}
    >
      <NameField label={t('Name of the image')} value={typed} problem={problem} onChange={setTyped} />
      <p>
        {isUp
          ? t('It gets all files of {name} as they are now; {name} is frozen while they are read.', { name })
          : t('It gets all files of {name} as they are now.', { name })}{' '}
        {t('Volumes are not part of it, and containers that are created from it get a machine ID of their own.')}
      </p>
      <Alert severity="info">
        {t('Keys and passwords in the files are in every container that is created from it.')}
      </Alert>
    </FormDialog>
  );
}
