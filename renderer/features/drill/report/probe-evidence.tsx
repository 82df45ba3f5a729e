// SPDX-License-Identifier: Apache-2.0
/** What was seen of one probe under each circumstance, the one that was asked for first. */

import type { DrillCircumstance } from '../../../../contract/wording/isolation/drill-marks.ts';
import { drillLayerLabels, drillCellLabel } from '../../../../contract/wording/isolation/drill-labels.ts';
import { SafeText } from '../../../ui/safe-text.tsx';
import { t } from '../../../lib/language/t.ts';

interface ProbeEvidenceProps {
  readonly title: string;
  /** Lists known holes that begin with the attempt. */
  readonly holes: readonly string[];
  readonly circumstances: readonly DrillCircumstance[];
}

export function ProbeEvidence({ title, holes, circumstances }: ProbeEvidenceProps) {
  return (
    <section className="drill-evidence" aria-label={t('Evidence: {title}', { title })}>
      {holes.length > 0 && (
        <p className="drill-holes">
          {t('Known vulnerabilities that start here: {holes}', { holes: holes.join(', ') })}
        </p>
      )}
      {circumstances.map(({ name, cell }) => (
        <div key={name}>
          <h3>
            {name}: <span className={`drill-${cell.outcome}`}>{drillCellLabel(cell)}</span>
            {cell.blockedBy.length > 0 && (
              <span className="muted">
                {' '}
                {t('by {layers}', { layers: cell.blockedBy.map((layer) => drillLayerLabels[layer]).join(', ') })}
              </span>
            )}
          </h3>
          <pre className="drill-lines">
            {cell.evidence.length === 0
              ? t('No evidence was recorded.')
              : cell.evidence.map((line, index) => (
                  <div key={index}>
                    <SafeText text={line} />
                  </div>
                ))}
          </pre>
        </div>
      ))}
    </section>
  );
}
