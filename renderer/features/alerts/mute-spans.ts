// SPDX-License-Identifier: Apache-2.0
/** For how long a rule or a target is muted. */

import { t } from '../../lib/language/t.ts';

export const muteSpans = [
  { label: t('Mute for 1 hour'), seconds: 3600 },
  { label: t('Mute for 8 hours'), seconds: 8 * 3600 },
  { label: t('Mute for 7 days'), seconds: 7 * 86_400 },
] as const;
