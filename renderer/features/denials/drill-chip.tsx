// SPDX-License-Identifier: Apache-2.0
/** What drills caused on purpose, as one chip: off until it is pressed. */

import { formatCount } from '../../lib/units.ts';
import { t } from '../../lib/language/t.ts';

interface DrillChipProps {
  readonly count: number;
  readonly isShown: boolean;
  readonly onShow: (isShown: boolean) => void;
}

export function DrillChip({ count, isShown, onShow }: DrillChipProps) {
  return (
    <button
      type="button"
      className={`badge drill-chip${isShown ? ' info' : ''}`}
      aria-pressed={isShown}
      title={
        isShown
          ? t(
              'The isolation drill caused {count} denials in its own containers, on purpose. Press to leave them out.',
              { count: formatCount(count) },
            )
          : t('The isolation drill caused {count} denials in its own containers, on purpose. Press to show them.', {
              count: formatCount(count),
            })
      }
      onClick={() => onShow(!isShown)}
    >
      {t('drill: {count}', { count: formatCount(count) })}
    </button>
  );
}
