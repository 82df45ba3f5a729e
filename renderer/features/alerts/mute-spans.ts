// SPDX-License-Identifier: Apache-2.0
/** Lists the times for which a rule or a target can be muted. */

import { t } from '../../lib/language/t.ts';

export const muteSpans = [
  { label: t('Mute for 1 hour'), seconds: 3600 },
  { label: t('Mute for 8 hours'), seconds: 8 * 3600 },
  { label: t('Mute for 7 days'), seconds: 7 * 86_400 },
] as const;
