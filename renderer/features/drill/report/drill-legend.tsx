// SPDX-License-Identifier: Apache-2.0
/** What the signs of the matrix mean, fixed beside it, with how many of the rows have each. */

import {
  type DrillMark,
  drillLayers,
  drillMark,
  drillMarkLabels,
} from '../../../../contract/wording/isolation/drill-marks.ts';
import { drillOutcomeLabels, notApplicable } from '../../../../contract/wording/isolation/drill-labels.ts';
import type { DrillResult } from '../../../../contract/model/drill.ts';
import { t } from '../../../lib/language/t.ts';

interface DrillLegendProps {
  /** Lists the results that are shown. */
  readonly results: readonly DrillResult[];
}

const marks: readonly DrillMark[] = ['alone', 'stopped', 'behind', 'expected'];

export function DrillLegend({ results }: DrillLegendProps) {
  const cells = results.flatMap((result) => drillLayers.map((layer) => drillMark(result, layer)));
  return (
    <aside className="drill-legend" aria-label={t('Legend')}>
      <h3>{t('The layer')}</h3>
      <dl>
        {marks.map((mark) => (
          <div key={mark}>
            <dt className={`mark-${mark}`} aria-hidden="true">
              {drillMarkLabels[mark].sign}
            </dt>
            <dd>
              {drillMarkLabels[mark].label}
              <span className="muted">{` (${cells.filter((one) => one === mark).length})`}</span>
            </dd>
          </div>
        ))}
      </dl>
      <h3>{t('Outcome')}</h3>
      <dl>
        <div>
          <dt className="drill-blocked">{drillOutcomeLabels.blocked}</dt>
          <dd>{t('with evidence of the layer that blocked it')}</dd>
        </div>
        <div>
          <dt className="drill-breached">{drillOutcomeLabels.breached}</dt>
          <dd>{t('the probe succeeded')}</dd>
        </div>
        <div>
          <dt className="drill-not-run">{drillOutcomeLabels['not-run']}</dt>
          <dd>{t('nothing shows which layer blocked it; counts as not passed')}</dd>
        </div>
        <div>
          <dt className="muted">{notApplicable}</dt>
          <dd>{t('this kernel or image has nothing that could be tried')}</dd>
        </div>
      </dl>
      <p className="muted">{t('Use the arrow keys to move and Enter to see the evidence.')}</p>
    </aside>
  );
}
