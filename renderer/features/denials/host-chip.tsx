// SPDX-License-Identifier: Apache-2.0
/** The causes that are the host's own, as one chip: off until it is pressed. */

import { t } from '../../lib/language/t.ts';

interface HostChipProps {
  readonly count: number;
  readonly isShown: boolean;
  readonly onShow: (isShown: boolean) => void;
}

export function HostChip({ count, isShown, onShow }: HostChipProps) {
  return (
    <button
      type="button"
      className={`badge drill-chip${isShown ? ' info' : ''}`}
      aria-pressed={isShown}
      title={
        isShown
          ? t('{count, plural, one {# cause is} other {# causes are}} about no container. Press to leave them out.', {
              count,
            })
          : t('{count, plural, one {# cause is} other {# causes are}} about no container. Press to show them.', {
              count,
            })
      }
      onClick={() => onShow(!isShown)}
    >
      {t('host: {count}', { count })}
    </button>
  );
}
