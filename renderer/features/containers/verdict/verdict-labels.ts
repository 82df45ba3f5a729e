// SPDX-License-Identifier: Apache-2.0
/** The states of a verdict of isolation in words: the same everywhere. */

import type { VerdictState } from '../../../../contract/model/isolation/verdict.ts';
import { t } from '../../../lib/language/t.ts';

export const verdictLabels: Readonly<Record<VerdictState, string>> = {
  isolated: t('Isolated'),
  'isolated-with-remarks': t('With remarks'),
  'not-isolated': t('Not isolated'),
  unknown: t('Unknown'),
  'not-running': t('Not running'),
};
