// SPDX-License-Identifier: Apache-2.0
/** Why so many containers cannot be compared; undefined when they can. */

import { maxLines } from '../../ui/chart/chart-series.ts';
import { t } from '../../lib/language/t.ts';

export function whyNotCompare(count: number): string | undefined {
  return count <= maxLines
    ? undefined
    : t('At most {maxLines} containers can be compared; {count} are selected.', { maxLines, count });
}
