// SPDX-License-Identifier: Apache-2.0
/** What the latest drill showed, in one line that leads to it. */

import type { DrillReportSummary } from '../../../contract/model/drill.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { formatRoute } from '../../lib/route.ts';
import { useCoarseClock } from '../../window/clock.ts';
import { useDrill } from '../drill/drill-store.ts';
import { t } from '../../lib/language/t.ts';

export function DrillResult() {
  const reports = useDrill((state) => state.reports);
  const now = useCoarseClock(60);
  if (reports === undefined) return null;
  const [latest] = reports;
  const href = formatRoute({ page: 'isolation', part: 'drill' });
  if (latest === undefined)
    return (
      <p className="small muted">
        <RichText
          message="No drill has run here yet: <link>run the drill</link>"
          values={{
            link: (words) => (
              <a className="text-link" href={href}>
                {words}
              </a>
            ),
          }}
        />
      </p>
    );
  const { startedAt } = latest;
  const [tone, label] = summaryOf(latest);
  return (
    <p className="small">
      <a className="isolation-findings" href={href}>
        <span className={`badge ${tone}`}>{label}</span>
      </a>{' '}
      <span className="muted">
        <Moment time={startedAt} now={now} />
      </span>
    </p>
  );
}

function summaryOf({ passed, probes, newHoles }: DrillReportSummary): readonly [tone: string, label: string] {
  if (newHoles.length > 0) return ['red', t('Drill failed: {newHoles}', { newHoles: newHoles.join(', ') })];
  if (passed < probes) return ['amber', t('{passed} of {probes} probes were blocked', { passed, probes })];
  return ['good', t('All {probes} probes of the drill were blocked', { probes })];
}
