// SPDX-License-Identifier: Apache-2.0
/** What happened to the policy meanwhile, as marks below the cells: a load, a change of mode. */

import { t } from '../../../lib/language/t.ts';
import { TipArea } from '../../../ui/tip-area.tsx';
import type { HeatScale } from './heat-scale.ts';

export interface HeatMark {
  readonly key: string;
  readonly time: number;
  readonly label: string;
}

interface HeatMarksProps {
  readonly marks: readonly HeatMark[];
  readonly scale: HeatScale;
}

export function HeatMarks({ marks, scale }: HeatMarksProps) {
  const seconds = secondsOf(scale);
  const shown = marksWithin(marks, scale);
  if (shown.length === 0) return null;
  return (
    <div className="heat-marks">
      <TipArea>
        {shown.map(({ key, time, label }) => (
          <span
            key={key}
            className="heat-mark"
            role="img"
            aria-label={label}
            data-tip={label}
            style={{ left: `${((time - scale.from) / seconds) * 100}%` }}
          />
        ))}
      </TipArea>
    </div>
  );
}

/** What the marks mean, where there are any. */
export function HeatMarksLegend({ marks, scale }: HeatMarksProps) {
  if (marksWithin(marks, scale).length === 0) return null;
  return (
    <p className="heat-legend faint">
      <i className="heat-mark" aria-hidden="true" />
      {t('SELinux was changed: a policy was loaded, its mode or a boolean switched')}
    </p>
  );
}

function secondsOf({ slots, slotSeconds }: HeatScale): number {
  return slots * slotSeconds;
}

function marksWithin(marks: readonly HeatMark[], scale: HeatScale): readonly HeatMark[] {
  return marks.filter(({ time }) => time >= scale.from && time < scale.from + secondsOf(scale));
}
