// SPDX-License-Identifier: Apache-2.0
/** What the columns of the graph are called, and what that means. */

import type { GraphColumn } from './denial-graph.ts';
import { t } from '../../../lib/language/t.ts';

export const columnHeads: Readonly<Record<GraphColumn, { readonly label: string; readonly meaning: string }>> = {
  program: { label: t('Program'), meaning: t('The name of the process. A container can choose any name.') },
  container: { label: t('Container'), meaning: t('Container of the process.') },
  domain: { label: t('Domain'), meaning: t('SELinux type of the process. Policy rules refer to it.') },
  access: { label: t('Access'), meaning: t('Class of the object, and the requested permissions.') },
  object: { label: t('Object'), meaning: t('SELinux type of the object.') },
};
