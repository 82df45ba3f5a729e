// SPDX-License-Identifier: Apache-2.0
/**
 * A report of a drill: the verdict, what changed since the run before, the paper's request side by side, the matrix,
 * and what all this does not show.
 */

import { useRef, useState } from 'react';
import type { DrillReport } from '../../../../contract/model/drill.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ChangesPanel } from './changes-panel.tsx';
import { DrillMatrix } from './drill-matrix.tsx';
import { ExperimentPanel } from './experiment-panel.tsx';
import { SurfacePanel } from './surface-panel.tsx';
import { VerdictPanel } from './verdict-panel.tsx';
import { t } from '../../../lib/language/t.ts';

interface DrillReportViewProps {
  readonly report: DrillReport;
}

export function DrillReportView({ report }: DrillReportViewProps) {
  const [filter, setFilter] = useState('');
  const matrix = useRef<HTMLDivElement>(null);
  function handleShow(text: string): void {
    setFilter(text);
    matrix.current?.scrollIntoView({ block: 'start' });
  }
  return (
    <>
      <div className="drill-top">
        <VerdictPanel report={report} onShow={handleShow} />
        <ChangesPanel changes={report.changes} onShow={handleShow} />
      </div>
      {report.experiments.map((experiment) => (
        <ExperimentPanel key={experiment.probe} experiment={experiment} />
      ))}
      <div ref={matrix}>
        <DrillMatrix report={report} filter={filter} onFilter={setFilter} />
      </div>
      <SurfacePanel surface={report.surface ?? []} isAcross={report.members !== undefined} />
      <Panel title={t('What this does not show')}>
        <ul className="drill-limits">
          {report.limitations.map((limitation) => (
            <li key={limitation}>{limitation}</li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
