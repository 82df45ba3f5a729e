// SPDX-License-Identifier: Apache-2.0
/** The groups of causes as the window names them. */

import type { CauseKind } from '../../../../contract/model/denials/cause-kind.ts';
import { t } from '../../../lib/language/t.ts';

/** `ignored`: folded away by the person, of whatever kind. */
export type CauseHeadingKind = CauseKind | 'ignored';

export const causeHeadings: Readonly<Record<CauseHeadingKind, { readonly label: string; readonly meaning: string }>> = {
  action: {
    label: t('Needs action'),
    meaning: t('Something is to be changed, or an access went through that isolation forbids.'),
  },
  isolation: {
    label: t('Isolation at work'),
    meaning: t('SELinux blocked what containers may not do. Nothing is to be changed.'),
  },
  host: {
    label: t("The host's own"),
    meaning: t('Denied to processes of the host, and about no container.'),
  },
  settled: {
    label: t('Allowed now'),
    meaning: t('The policy or the label has changed, and nothing was denied for it since.'),
  },
  ignored: {
    label: t('Ignored'),
    meaning: t('You have chosen to ignore these on this host. They are in no count.'),
  },
};
