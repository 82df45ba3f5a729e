// SPDX-License-Identifier: Apache-2.0
/** Asks before an image is removed, which cannot be undone. */

import { formatBytes } from '../../lib/units.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { confirmationTexts } from '../../window/confirmation-texts.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { removeImage, useImages } from './images.ts';
import { t } from '../../lib/language/t.ts';

export function RemoveImageDialog({ name }: { readonly name: string }) {
  const image = useImages((state) => state.images?.find((one) => one.name === name));
  const { title, consequence } = confirmationTexts('remove-image', [name]);
  const size = image?.sizeBytes ?? null;
  const origin = image?.origin ?? null;
  return (
    <FormDialog
      title={title}
      action={t('Remove')}
      colour="error"
      reason={undefined}
      onAction={() => void removeImage(name)}
      onClose={closeDialog}
    >
      <p>
        {consequence} {size !== null && t('They take {size}.', { size: formatBytes(size) })}{' '}
        {origin === null
          ? t('No container needs them.')
          : t('No container needs them; it was made of {origin}.', { origin })}
      </p>
    </FormDialog>
  );
}
