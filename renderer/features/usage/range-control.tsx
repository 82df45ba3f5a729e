// SPDX-License-Identifier: Apache-2.0
/** Chooses the time that the charts of the page show, and stops their sliding. */

import Pause from '@mui/icons-material/Pause';
import Button from '@mui/material/Button';
import { useHostClock } from '../../host/host-clock.ts';
import { t } from '../../lib/language/t.ts';
import { useChartGroup } from '../../ui/chart/chart-group.tsx';
import { longestRange } from '../../ui/chart/range-moves.ts';
import { quickRanges } from '../../ui/time/quick-ranges.ts';
import { TimePicker } from '../../ui/time/time-picker.tsx';

const quick = quickRanges(['10 min', '1 h', '6 h', '24 h', '7 d', '30 d']);
const help = t(
  'Drag over a chart to look closer, with Shift to move. Ctrl and the wheel zoom, Shift and the wheel move. ' +
    'By keyboard on a chart: arrows, plus, minus, 0.',
);

export function RangeControl() {
  const { choice, range, isLive, setRange, setChoice } = useChartGroup();
  return (
    <TimePicker
      choice={choice}
      {...useHostClock()}
      quick={quick}
      longest={longestRange}
      tip={help}
      onChoice={setChoice}
      onNow={() => setRange(undefined)}
    >
      {isLive && (
        <Button color="inherit" startIcon={<Pause />} onClick={() => setRange(range)}>
          {t('Pause')}
        </Button>
      )}
    </TimePicker>
  );
}
