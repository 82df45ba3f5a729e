// SPDX-License-Identifier: Apache-2.0
/** The last minutes, hours and days that a page offers to show at one press. */

import { t } from '../../lib/language/t.ts';

export interface QuickRange {
  /** Infinity for all that there is. */
  readonly seconds: number;
  readonly label: string;
}

const known = {
  '10 min': { seconds: 600, label: '10 min' },
  '1 h': { seconds: 3600, label: '1 h' },
  '6 h': { seconds: 6 * 3600, label: '6 h' },
  '24 h': { seconds: 86_400, label: '24 h' },
  '7 d': { seconds: 7 * 86_400, label: t('7 d') },
  '30 d': { seconds: 30 * 86_400, label: t('30 d') },
  all: { seconds: Infinity, label: t('All') },
} as const satisfies Readonly<Record<string, QuickRange>>;

export function quickRanges(names: readonly (keyof typeof known)[]): readonly QuickRange[] {
  return names.map((name) => known[name]);
}
