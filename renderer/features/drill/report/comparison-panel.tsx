// SPDX-License-Identifier: Apache-2.0
/** Two runs of the drill side by side: what of the host and of each probe is not the same in both reports. */

import { useState } from 'react';
import type { DrillReport, DrillReportSummary } from '../../../../contract/model/drill.ts';
import { compareHosts, compareProbes } from '../../../../contract/wording/isolation/drill-comparison.ts';
import { drillHostLabels } from '../../../../contract/wording/isolation/drill-labels.ts';
import { formatLocal } from '../../../lib/moments.ts';
import { t } from '../../../lib/language/t.ts';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Failed, Loading } from '../../../ui/placeholder.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { reportLabel } from '../report-label.ts';
import { comparableWith } from './comparable-reports.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { translatedReport } from './translated-report.ts';
import { useReport } from './use-report.ts';

interface ComparisonPanelProps {
  readonly report: DrillReport;
  readonly reports: readonly DrillReportSummary[];
}

export function ComparisonPanel({ report, reports }: ComparisonPanelProps) {
  const others = comparableWith(report, reports);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [showsAll, setShowsAll] = useState(false);
  const id = others.find((one) => one.id === chosen)?.id ?? others[0]?.id;
  const { other, problem, retry } = useReport(id);
  return (
    <Panel
      title={t('Compared with another run')}
      isFlush
      actions={
        <>
          <label className="drill-compare-all">
            <input type="checkbox" checked={showsAll} onChange={(event) => setShowsAll(event.target.checked)} />
            {t('Same results, too')}
          </label>
          <SelectField
            label={t('Other report')}
            isSmall
            value={id ?? ''}
            options={others.map((one) => ({ value: one.id, label: reportLabel(one) }))}
            onChange={setChosen}
          />
        </>
      }
    >
      {problem !== undefined && <Failed text={problem} onRetry={retry} />}
      {problem === undefined && other === undefined && <Loading label={t('Loading the report')} lines={5} />}
      {other !== undefined && <Compared report={report} other={translatedReport(other)} showsAll={showsAll} />}
    </Panel>
  );
}

interface ComparedProps {
  readonly report: DrillReport;
  readonly other: DrillReport;
  readonly showsAll: boolean;
}

function Compared({ report, other, showsAll }: ComparedProps) {
  const [before, after] = [other, report].toSorted((one, next) => one.startedAt - next.startedAt) as [
    DrillReport,
    DrillReport,
  ];
  const probes = compareProbes(before.results, after.results);
  const shown = showsAll ? probes : probes.filter(({ change }) => change !== undefined);
  const hosts = compareHosts(before.host, after.host);
  return (
    <>
      {hosts.length > 0 && (
        <dl className="drill-compare-host" aria-label={t('What of the host has changed between the runs')}>
          {hosts.map((one) => (
            <div key={one.property}>
              <dt>{drillHostLabels[one.property]}</dt>
              <dd className="mono">
                <SafeText text={one.before ?? '–'} /> → <SafeText text={one.after ?? '–'} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {shown.length === 0 ? (
        <p className="muted drill-compare-none">{t('No changes: each probe had the same result.')}</p>
      ) : (
        <ComparisonTable probes={shown} before={formatLocal(before.startedAt)} after={formatLocal(after.startedAt)} />
      )}
    </>
  );
}
