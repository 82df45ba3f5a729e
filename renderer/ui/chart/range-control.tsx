// SPDX-License-Identifier: Apache-2.0
/** Chooses how much time the charts of the page show, stops their sliding, and goes back to now. */

import Pause from '@mui/icons-material/Pause';
import Replay from '@mui/icons-material/SkipNext';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { formatClock, formatMoment } from '../../lib/moments.ts';
import { useChartGroup } from './chart-group.tsx';
import { t } from '../../lib/language/t.ts';
import { TipArea } from '../tip-area.tsx';

const hour = 3600;
const day = 24 * hour;
const spans: readonly { readonly seconds: number; readonly label: string }[] = [
  { seconds: 600, label: '10 min' },
  { seconds: hour, label: '1 h' },
  { seconds: 6 * hour, label: '6 h' },
  { seconds: day, label: '24 h' },
  { seconds: 7 * day, label: t('7 d') },
  { seconds: 30 * day, label: t('30 d') },
];
const help = t(
  'Drag over a chart to look closer, with Shift to move. Ctrl and the wheel zoom, Shift and the wheel move. ' +
    'By keyboard on a chart: arrows, plus, minus, 0.',
);

export function RangeControl() {
  const { range, isLive, span, setRange, setSpan } = useChartGroup();
  return (
    <div className="range-control">
      {!isLive && (
        <>
          <span className="badge amber">{t('paused')}</span>
          <span className="range-times">{rangeText(range.from, range.to)}</span>
          <Button variant="contained" startIcon={<Replay />} onClick={() => setRange(undefined)}>
            {t('Back to now')}
          </Button>
        </>
      )}
      {isLive && (
        <Button color="inherit" startIcon={<Pause />} onClick={() => setRange(range)}>
          {t('Pause')}
        </Button>
      )}
      <TipArea>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={isLive ? span : null}
          aria-label={t('Time shown')}
          data-tip={help}
          onChange={(_, next: number | null) => setSpan(next ?? span)}
        >
          {spans.map(({ seconds, label }) => (
            <ToggleButton key={seconds} value={seconds}>
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </TipArea>
    </div>
  );
}

/** With the day where it may not be today. */
function rangeText(from: number, to: number): string {
  const isOld = Date.now() / 1000 - from > day / 2;
  const text = isOld ? (time: number) => formatMoment(time, day) : formatClock;
  return t('{from} to {to}', { from: text(from), to: text(to) });
}
