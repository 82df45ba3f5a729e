// SPDX-License-Identifier: Apache-2.0
/**
 * A report of a drill: the verdict and what changed since the run before, and below them in sections the matrix, the
 * paper's request side by side, the reachable kernel, and what all this does not show.
 */

import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useId, useState } from 'react';
import type { DrillReport, DrillReportSummary } from '../../../../contract/model/drill.ts';
import { Panel } from '../../../ui/panel.tsx';
import { createPart } from '../../../ui/part.tsx';
import { useDrill } from '../drill-store.ts';
import { ChangesPanel } from './changes-panel.tsx';
import { comparableWith } from './comparable-reports.ts';
import { DrillMatrix } from './drill-matrix.tsx';
import { ExperimentPanel } from './experiment-panel.tsx';
import { SurfacePanel } from './surface-panel.tsx';
import { VerdictPanel } from './verdict-panel.tsx';
import { t } from '../../../lib/language/t.ts';

interface DrillReportViewProps {
  readonly report: DrillReport;
}

const titles = {
  probes: t('Probes by layer'),
  requests: t('Requests, SELinux off and on'),
  surface: t('Reachable kernel'),
  compared: t('Compared with another run'),
  limits: t('What this does not show'),
} as const;
type Section = keyof typeof titles;
const noReports: readonly DrillReportSummary[] = [];
const ComparisonPanel = createPart(async () => (await import('./comparison-panel.tsx')).ComparisonPanel);

export function DrillReportView({ report }: DrillReportViewProps) {
  const [filter, setFilter] = useState('');
  const [chosen, setSection] = useState<Section>('probes');
  const id = useId();
  const reports = useDrill((state) => state.reports) ?? noReports;
  const sections = sectionsOf(report, reports);
  const section = sections.includes(chosen) ? chosen : 'probes';
  function handleShow(text: string): void {
    setFilter(text);
    setSection('probes');
  }
  return (
    <>
      <div className="drill-top">
        <VerdictPanel report={report} onShow={handleShow} />
        <ChangesPanel changes={report.changes} onShow={handleShow} />
      </div>
      <Tabs value={section} onChange={(_, next: Section) => setSection(next)} aria-label={t('Sections of the report')}>
        {sections.map((one) => (
          <Tab key={one} value={one} id={`${id}-${one}`} aria-controls={`${id}-section`} label={titles[one]} />
        ))}
      </Tabs>
      <div className="drill-section" role="tabpanel" id={`${id}-section`} aria-labelledby={`${id}-${section}`}>
        {section === 'probes' && <DrillMatrix report={report} filter={filter} onFilter={setFilter} />}
        {section === 'requests' &&
          report.experiments.map((experiment) => <ExperimentPanel key={experiment.probe} experiment={experiment} />)}
        {section === 'surface' && (
          <SurfacePanel surface={report.surface ?? []} isAcross={report.members !== undefined} />
        )}
        {section === 'compared' && <ComparisonPanel report={report} reports={reports} />}
        {section === 'limits' && <LimitsPanel limitations={report.limitations} />}
      </div>
    </>
  );
}

/** Leaves out what a report has nothing of. */
function sectionsOf(report: DrillReport, reports: readonly DrillReportSummary[]): readonly Section[] {
  const { experiments, surface, limitations } = report;
  return [
    'probes',
    ...(experiments.length > 0 ? (['requests'] as const) : []),
    ...((surface ?? []).length > 0 ? (['surface'] as const) : []),
    ...(comparableWith(report, reports).length > 0 ? (['compared'] as const) : []),
    ...(limitations.length > 0 ? (['limits'] as const) : []),
  ];
}

function LimitsPanel({ limitations }: Pick<DrillReport, 'limitations'>) {
  return (
    <Panel title={titles.limits}>
      <ul className="drill-limits">
        {limitations.map((limitation) => (
          <li key={limitation}>{limitation}</li>
        ))}
      </ul>
    </Panel>
  );
}
