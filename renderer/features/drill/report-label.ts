// SPDX-License-Identifier: Apache-2.0
/** Names a report in a list of reports. */

import type { DrillReportSummary } from '../../../contract/model/drill.ts';
import { t } from '../../lib/language/t.ts';
import { formatLocal } from '../../lib/moments.ts';

export function reportLabel({ startedAt, passed, probes, newHoles, container, members }: DrillReportSummary): string {
  return [
    formatLocal(startedAt),
    ...(container === undefined ? [] : [container]),
    ...(members === undefined ? [] : [t('members {first} and {second}', members)]),
    t('{passed} of {probes}', { passed, probes }),
    ...(newHoles.length === 0 ? [] : [t('{count} new', { count: newHoles.length })]),
  ].join(', ');
}
