// SPDX-License-Identifier: Apache-2.0
/** Which of the host's reports have the same attempts as one, so that a comparison says something. */

import type { DrillReport, DrillReportSummary } from '../../../../contract/model/drill.ts';

/** Gives the other reports of the same kind, on the same container or between the same members: earlier ones first. */
export function comparableWith(
  report: Pick<DrillReport, 'id' | 'container' | 'members' | 'startedAt'>,
  reports: readonly DrillReportSummary[],
): readonly DrillReportSummary[] {
  const alike = reports.filter(
    (one) =>
      one.id !== report.id &&
      one.container === report.container &&
      one.members?.first === report.members?.first &&
      one.members?.second === report.members?.second,
  );
  const [earlier, later] = [
    alike.filter(({ startedAt }) => startedAt <= report.startedAt),
    alike.filter(({ startedAt }) => startedAt > report.startedAt),
  ];
  return [...earlier.toSorted((one, next) => next.startedAt - one.startedAt), ...later];
}
