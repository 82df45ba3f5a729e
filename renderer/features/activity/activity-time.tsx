// SPDX-License-Identifier: Apache-2.0
/** The time whose entries of the activity log are shown: the one in the address, else all that the window has. */

import { useCallback, useMemo } from 'react';
import { useHostClock, useHostClockDifference } from '../../host/host-clock.ts';
import { t } from '../../lib/language/t.ts';
import { formatAsOf } from '../../lib/moments.ts';
import type { TimeChoice } from '../../lib/time-choice.ts';
import { quickRanges } from '../../ui/time/quick-ranges.ts';
import { TimePicker } from '../../ui/time/time-picker.tsx';
import { useCoarseClock } from '../../window/clock.ts';
import { chooseTime, useLocation } from '../../window/location.ts';
import { completeSince, type KnownActivity } from './activity.ts';

const quick = quickRanges(['1 h', '24 h', '7 d', '30 d', 'all']);
/** Limits a written range. The log itself has no such limit. */
const longestSeconds = 365 * 86_400;
const all: TimeChoice = { kind: 'last', seconds: Infinity };

interface ActivityTime {
  readonly choice: TimeChoice;
  readonly isWithin: (entry: KnownActivity) => boolean;
  /** Says that the log may have more of this time than the window; undefined where it has not. */
  readonly note: string | undefined;
}

/** `entries` are all that the window has, the newest first. */
export function useActivityTime(entries: readonly KnownActivity[]): ActivityTime {
  const choice = useLocation(({ time }) => time) ?? all;
  const now = useCoarseClock(15) + useHostClockDifference();
  const from = choice.kind === 'last' ? now - choice.seconds : choice.from;
  const to = choice.kind === 'last' ? Infinity : choice.to;
  const isWithin = useCallback(({ begunAt }: KnownActivity) => begunAt >= from && begunAt <= to, [from, to]);
  const complete = useMemo(() => completeSince(entries), [entries]);
  const isCut = choice !== all && complete !== undefined && from < complete;
  return {
    choice,
    isWithin,
    note: isCut ? t('The window has no entries from before {time}.', { time: formatAsOf(complete, now) }) : undefined,
  };
}

export function ActivityTimePicker({ choice }: { readonly choice: TimeChoice }) {
  return (
    <TimePicker
      choice={choice}
      {...useHostClock()}
      quick={quick}
      longest={longestSeconds}
      onChoice={handleChoice}
      onNow={() => chooseTime(undefined)}
    />
  );
}

function handleChoice(choice: TimeChoice): void {
  chooseTime(choice.kind === 'last' && choice.seconds === Infinity ? undefined : choice);
}
