// SPDX-License-Identifier: Apache-2.0
/** What window and command line say when not everything that a container did while it learned was recorded. */

import type { RecordGap } from '../../model/policy/record-gap.ts';
import { t } from '../../text.ts';

export const gapTexts: Readonly<Record<RecordGap, string>> = {
  'no-auditd': t(
    "auditd did not run all the time, and the kernel's own log leaves out what comes in bursts, as at a boot.",
  ),
  'auditd-suspended': t('auditd had stopped writing its log for a time.'),
  'records-lost': t('Records were dropped, since they came faster than they could be kept.'),
};

/** The reasons, and what to do; undefined where there is no gap. */
export function describeRecordGaps(
  gaps: readonly RecordGap[],
): { readonly what: string; readonly next: string } | undefined {
  if (gaps.length === 0) return undefined;
  return {
    what: [t('What is listed may not be all that it did while it learned.'), ...gaps.map((gap) => gapTexts[gap])].join(
      ' ',
    ),
    next: t('Take nothing away by this list. Let it learn again once auditd writes.'),
  };
}
