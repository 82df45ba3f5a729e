// SPDX-License-Identifier: Apache-2.0
/** What the steps of exports and imports are called. */

import type { ExportStep, ImportStep } from '../../../contract/operations/containers/transfer.ts';
import { t } from '../../lib/language/t.ts';

export const exportSteps: Readonly<Record<ExportStep, string>> = {
  check: t('Checking'),
  freeze: t('Freezing it and copying its files'),
  copy: t('Copying its files'),
  send: t('Writing the file'),
};

export const importSteps: Readonly<Record<ImportStep, string>> = {
  check: t('Checking'),
  receive: t('Unpacking'),
  image: t('Making an image of it'),
  upload: t('Giving the image to Incus'),
  create: t('Creating the container'),
};
