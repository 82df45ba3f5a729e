// SPDX-License-Identifier: Apache-2.0
/** The causes that are the host's own, as one chip: off until it is pressed. */

import { t } from '../../lib/language/t.ts';
import { FoldChip } from './fold-chip.tsx';

interface HostChipProps {
  readonly count: number;
  readonly isShown: boolean;
  readonly onShow: (isShown: boolean) => void;
}

export function HostChip({ count, isShown, onShow }: HostChipProps) {
  return (
    <FoldChip
      isShown={isShown}
      onShow={onShow}
      title={
        isShown
          ? t('{count, plural, one {# cause is} other {# causes are}} about no container. Press to leave them out.', {
              count,
            })
          : t('{count, plural, one {# cause is} other {# causes are}} about no container. Press to show them.', {
              count,
            })
      }
    >
      {t('host: {count}', { count })}
    </FoldChip>
  );
}
