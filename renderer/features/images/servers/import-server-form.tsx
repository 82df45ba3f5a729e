// SPDX-License-Identifier: Apache-2.0
/** The import of an image that a server offers: its name on the host, and what is known of it. */

import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import { imageOriginSchema } from '../../../../contract/model/host/image.ts';
import { formatServerOrigin, nameOf } from '../../../../contract/rules/server-image.ts';
import { useClient } from '../../../host/connection.ts';
import { t } from '../../../lib/language/t.ts';
import { formatBytes } from '../../../lib/units.ts';
import { ActionButton } from '../../../ui/actions/action-button.tsx';
import { problemOfImageName, proposeImageName } from '../image-name.ts';
import { importServerImage, useImages } from '../images.ts';
import { type ChosenImage, proofText } from './chosen-image.ts';
import { dateOf, proposedNameOf } from './image-filters.ts';

interface ImportServerFormProps extends ChosenImage {
  /** Takes the id of the operation. */
  readonly onBegun: (id: number) => void;
  readonly onBack: () => void;
}

export function ImportServerForm({ server, keyring, image, onBegun, onBack }: ImportServerFormProps) {
  const client = useClient();
  const images = useImages((state) => state.images);
  const taken = new Set(images?.map((one) => one.name));
  const [name, setName] = useState(() => freeName(proposeImageName(proposedNameOf(image)), dateOf(image), taken));
  const problem = problemOfImageName(name, taken);
  const reason = client === undefined ? t('The host is not connected.') : problem;

  function handleImport(): void {
    if (reason !== undefined) return;
    const origin = imageOriginSchema().safeParse(formatServerOrigin(server, image)).data;
    onBegun(importServerImage(image, { image: name, sha256: image.sha256, ...(origin !== undefined && { origin }) }));
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    handleImport();
  }
  return (
    <>
      <DialogContent>
        <form className="image-form" onSubmit={handleSubmit}>
          <dl className="image-facts">
            <dt>{t('Image')}</dt>
            <dd className="mono">{nameOf(image)}</dd>
            <dt>{t('Server')}</dt>
            <dd className="mono">{server}</dd>
            <dt>{t('Architecture')}</dt>
            <dd>{image.architecture}</dd>
            <dt>{t('Version')}</dt>
            <dd className="tabular">{image.version}</dd>
            <dt>{t('Size')}</dt>
            <dd>{formatBytes(image.bytes)}</dd>
            <dt>{t('SHA-256')}</dt>
            <dd className="mono">{image.sha256}</dd>
            <dt>{t('Proof')}</dt>
            <dd>{proofText(keyring)}</dd>
          </dl>
          <TextField
            label={t('Name')}
            value={name}
            autoFocus
            error={problem !== undefined}
            helperText={problem ?? t('By which containers are created from it')}
            onChange={(event) => setName(event.target.value)}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onBack}>
          {t('Back')}
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

/** Adds the date where the name is taken: the newer image then stands beside the older one. */
function freeName(name: string, date: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? proposeImageName(`${name}-${date.replaceAll('-', '')}`) : name;
}
