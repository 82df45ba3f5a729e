// SPDX-License-Identifier: Apache-2.0
/** What drills caused on purpose, as one chip: off until it is pressed. */

import { formatCount } from '../../lib/units.ts';
import { t } from '../../lib/language/t.ts';
import { FoldChip } from './fold-chip.tsx';

interface DrillChipProps {
  readonly count: number;
  readonly isShown: boolean;
  readonly onShow: (isShown: boolean) => void;
}

export function DrillChip({ count, isShown, onShow }: DrillChipProps) {
  return (
    <FoldChip
      isShown={isShown}
      onShow={onShow}
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
    >
      {t('drill: {count}', { count: formatCount(count) })}
    </FoldChip>
  );
}
