// SPDX-License-Identifier: Apache-2.0
/** The kinds of files in words. */

import type { FileKind } from '../../../contract/model/containers/container-file.ts';
import { t } from '../../lib/language/t.ts';

export const kindLabels: Readonly<Record<FileKind, string>> = {
  folder: t('folder'),
  file: t('file'),
  link: t('link'),
  pipe: t('pipe'),
  socket: t('socket'),
  device: t('device'),
};
