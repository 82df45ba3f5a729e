// SPDX-License-Identifier: Apache-2.0
/** Asks before an image is removed, which cannot be undone. */

import { formatBytes } from '../../lib/units.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { removeImage, useImages } from './images.ts';
import { t } from '../../lib/language/t.ts';

export function RemoveImageDialog({ name }: { readonly name: string }) {
  const image = useImages((state) => state.images?.find((one) => one.name === name));
  const size = image?.sizeBytes ?? null;
  const origin = image?.origin ?? null;
  return (
    <FormDialog
      title={t('Remove the image {name}', { name })}
      action={t('Remove')}
      colour="error"
      reason={undefined}
      onAction={() => void removeImage(name)}
      onClose={closeDialog}
    >
      <p>
        {size === null
          ? t('This cannot be undone: its files are deleted.')
          : t('This cannot be undone: its files are deleted, {size}.', { size: formatBytes(size) })}{' '}
        {origin === null
          ? t('No container needs them.')
          : t('No container needs them; it was made of {origin}.', { origin })}
      </p>
    </FormDialog>
  );
}
