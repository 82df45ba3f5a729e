// SPDX-License-Identifier: Apache-2.0
/** The probes of two runs in rows: the result of either run, with the layers that blocked it, and what is different. */

import type { DrillCell, DrillResult } from '../../../../contract/model/drill.ts';
import type { ComparedProbe } from '../../../../contract/wording/isolation/drill-comparison.ts';
import {
  drillCellLabel,
  drillChangeLabels,
  drillLayerLabels,
  drillPlaceLabels,
} from '../../../../contract/wording/isolation/drill-labels.ts';
import { drillVerdictOf } from '../../../../contract/wording/isolation/drill-marks.ts';
import { t } from '../../../lib/language/t.ts';
import { SafeText } from '../../../ui/safe-text.tsx';
import { drillChangeTones } from './change-tones.ts';

interface ComparisonTableProps {
  readonly probes: readonly ComparedProbe[];
  /** Gives the time at which the earlier run began, as the head of its column. */
  readonly before: string;
  /** Gives that of the later run. */
  readonly after: string;
}

export function ComparisonTable({ probes, before, after }: ComparisonTableProps) {
  return (
    <div className="table-scroll">
      <table className="table drill-compare" aria-label={t('Compared with another run')}>
        <thead>
          <tr>
            <th scope="col">{t('Probe')}</th>
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
            <th scope="col">{t('Difference')}</th>
          </tr>
        </thead>
        <tbody>
          {probes.map(({ probe, before: earlier, after: later, change }) => (
            <tr key={probe}>
              <th scope="row">
                <SafeText text={(later ?? earlier)?.title ?? probe} />
                <span className="mono faint">{probe}</span>
              </th>
              <td>
                <RunResult result={earlier} />
              </td>
              <td>
                <RunResult result={later} />
              </td>
              <td>
                {change === undefined ? (
                  <span className="faint">–</span>
                ) : (
                  <span className={`badge ${drillChangeTones[change]}`}>{drillChangeLabels[change]}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RunResult({ result }: { readonly result: DrillResult | undefined }) {
  if (result === undefined) return <span className="faint">–</span>;
  const { with: up, without, elsewhere } = result;
  return (
    <>
      <span className={`drill-compare-result ${drillVerdictOf(result)}`}>{cellText(up)}</span>
      <span className="faint">
        {elsewhere === undefined
          ? t('SELinux off: {outcome}', { outcome: cellText(without) })
          : `${drillPlaceLabels.elsewhere}: ${cellText(elsewhere)}`}
      </span>
    </>
  );
}

function cellText(cell: DrillCell): string {
  const layers = cell.blockedBy.map((layer) => drillLayerLabels[layer]).join(', ');
  const outcome = drillCellLabel(cell);
  return layers === '' ? outcome : t('{outcome} by {layers}', { outcome, layers });
}
