// SPDX-License-Identifier: Apache-2.0
/** What is different from the run before: new holes first. */

import type { DrillChange } from '../../../../contract/model/drill.ts';
import { Panel } from '../../../ui/panel.tsx';
import { drillChangeLabels } from '../../../../contract/wording/isolation/drill-labels.ts';
import { drillChangeTones } from './change-tones.ts';
import { t } from '../../../lib/language/t.ts';

interface ChangesPanelProps {
  /** Null when there was no run before. */
  readonly changes: readonly DrillChange[] | null;
  readonly onShow: (filter: string) => void;
}

const order: readonly DrillChange['kind'][] = ['new-hole', 'gone', 'closed', 'added'];

export function ChangesPanel({ changes, onShow }: ChangesPanelProps) {
  return (
    <Panel title={t('Changes since the previous run')}>
      {changes === null && <p className="muted">{t('There is no previous run to compare with.')}</p>}
      {changes?.length === 0 && <p className="muted">{t('No changes: each probe had the same result.')}</p>}
      {changes !== null && changes.length > 0 && (
        <ul className="drill-changes">
          {order
            .flatMap((kind) => changes.filter((change) => change.kind === kind))
            .map(({ probe, kind }) => (
              <li key={probe}>
                <span className={`badge ${drillChangeTones[kind]}`}>{drillChangeLabels[kind]}</span>
                {kind === 'gone' ? (
                  <span>{probe}</span>
                ) : (
                  <button type="button" className="drill-link" onClick={() => onShow(`probe:${probe}`)}>
                    {probe}
                  </button>
                )}
              </li>
            ))}
        </ul>
      )}
    </Panel>
  );
}
