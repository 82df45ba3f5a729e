// SPDX-License-Identifier: Apache-2.0
/** The states of a verdict of isolation in words, and as the filter names them: the same everywhere. */

import type { VerdictState } from '../../../contract/model/isolation/verdict.ts';
import { t } from '../../lib/language/t.ts';

export const verdictLabels: Readonly<Record<VerdictState, { readonly label: string; readonly term: string }>> = {
  isolated: { label: t('Isolated'), term: 'yes' },
  'isolated-with-remarks': { label: t('With remarks'), term: 'remarks' },
  'not-isolated': { label: t('Not isolated'), term: 'no' },
  unknown: { label: t('Unknown'), term: 'unknown' },
  'not-running': { label: t('Not running'), term: 'not-running' },
};
