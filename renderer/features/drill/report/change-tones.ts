// SPDX-License-Identifier: Apache-2.0
/** The colours of what is different between two runs. */

import type { ComparedProbe } from '../../../../contract/wording/isolation/drill-comparison.ts';

export const drillChangeTones: Readonly<Record<NonNullable<ComparedProbe['change']>, string>> = {
  'new-hole': 'red',
  closed: 'good',
  added: 'info',
  gone: 'amber',
  differs: 'info',
};
