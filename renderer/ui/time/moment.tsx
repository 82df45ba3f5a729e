// SPDX-License-Identifier: Apache-2.0
/** A time as people say it, relative; exact in local time and UTC on hover. */

import { formatAgo, formatExact } from '../../lib/moments.ts';

interface MomentProps {
  readonly time: number;
  readonly now: number;
}

export function Moment({ time, now }: MomentProps) {
  return (
    <time className="moment" dateTime={new Date(time * 1000).toISOString()} title={formatExact(time)}>
      {formatAgo(time, now)}
    </time>
  );
}
