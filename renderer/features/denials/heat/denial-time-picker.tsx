// SPDX-License-Identifier: Apache-2.0
/** Chooses the time of the denials. */

import { useHostClock } from '../../../host/host-clock.ts';
import type { TimeChoice } from '../../../lib/time-choice.ts';
import { quickRanges } from '../../../ui/time/quick-ranges.ts';
import { TimePicker } from '../../../ui/time/time-picker.tsx';
import { denialsKeptSeconds } from '../model/past-slots.ts';

const quick = quickRanges(['1 h', '6 h', '24 h', '7 d']);

interface DenialTimePickerProps {
  readonly choice: TimeChoice;
  /** Takes the chosen time; undefined means the time of the window. */
  readonly onChoice: (choice: TimeChoice | undefined) => void;
}

export function DenialTimePicker({ choice, onChoice }: DenialTimePickerProps) {
  return (
    <TimePicker
      choice={choice}
      {...useHostClock()}
      quick={quick}
      longest={denialsKeptSeconds}
      onChoice={onChoice}
      onNow={() => onChoice(undefined)}
    />
  );
}
