// SPDX-License-Identifier: Apache-2.0
/** How long a container has run; exact start on hover. */

import { formatExact, formatShortDuration } from '../../lib/moments.ts';
import { useClock } from '../../window/clock.ts';
import { t } from '../../lib/language/t.ts';

interface UptimeTextProps {
  readonly startedAt: number | null;
}

export function UptimeText({ startedAt }: UptimeTextProps) {
  const text = useClock(({ now }) => (startedAt === null ? '–' : formatShortDuration(now - startedAt)));
  return (
    <span
      className={startedAt === null ? 'faint' : undefined}
      title={startedAt === null ? t('Not running') : t('since {startedAt}', { startedAt: formatExact(startedAt) })}
    >
      {text}
    </span>
  );
}
