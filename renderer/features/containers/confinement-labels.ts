// SPDX-License-Identifier: Apache-2.0
/** The labels of the confinement modes: the same everywhere. */

import type { ConfinementMode } from '../../../contract/model/containers/container.ts';
import { t } from '../../lib/language/t.ts';

export const confinementModeLabels: Readonly<
  Record<ConfinementMode, { readonly label: string; readonly meaning: string }>
> = {
  enforced: {
    label: t('Enforced'),
    meaning: t('SELinux denies everything that the policy does not allow. Other containers are out of reach.'),
  },
  permissive: {
    label: t('Permissive'),
    meaning: t('SELinux logs what it would deny and blocks nothing, until the domain or the host enforces again.'),
  },
  unconfined: {
    label: t('Unconfined'),
    meaning: t('No SELinux confinement: only Unix permissions and namespaces isolate this container.'),
  },
  unknown: {
    label: t('Unknown'),
    meaning: t(
      'It is not running and its configuration sets no context, or it is on another member of its cluster to which ' +
        'there is no connection.',
    ),
  },
};

/** Weakest first: the order for sorting and for warnings. */
export const confinementOrder: readonly ConfinementMode[] = ['unconfined', 'permissive', 'unknown', 'enforced'];
