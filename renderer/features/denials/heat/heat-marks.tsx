// SPDX-License-Identifier: Apache-2.0
/** What happened to the policy meanwhile, as marks below the cells: a load, a change of mode. */

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
  const seconds = scale.slots * scale.slotSeconds;
  const shown = marks.filter(({ time }) => time >= scale.from && time < scale.from + seconds);
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
