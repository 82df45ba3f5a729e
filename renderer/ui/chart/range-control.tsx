// SPDX-License-Identifier: Apache-2.0
/** Says which range the charts of the page show, stops their sliding, and goes back to now. */

import Pause from '@mui/icons-material/Pause';
import Replay from '@mui/icons-material/SkipNext';
import Button from '@mui/material/Button';
import { formatClock } from '../../lib/moments.ts';
import { useChartGroup } from './chart-group.tsx';

export function RangeControl() {
  const { range, isLive, setRange } = useChartGroup();
  if (isLive) {
    return (
      <>
        <span className="faint">last 10 minutes, drag over a chart to look closer</span>
        <Button color="inherit" startIcon={<Pause />} onClick={() => setRange(range)}>
          Pause
        </Button>
      </>
    );
  }
  return (
    <>
      <span className="badge amber">paused</span>
      <span>{`${formatClock(range.from)} to ${formatClock(range.to)}`}</span>
      <Button variant="contained" startIcon={<Replay />} onClick={() => setRange(undefined)}>
        Back to now
      </Button>
    </>
  );
}
