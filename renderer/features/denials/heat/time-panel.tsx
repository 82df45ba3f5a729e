// SPDX-License-Identifier: Apache-2.0
/** The heat map with its choice of time, and the way back from a stretch that was brushed. */

import { memo, useMemo } from 'react';
import type { DenialTimeline } from '../../../../contract/model/denials/denial-timeline.ts';
import { heatRows } from '../model/denial-timeline.ts';
import { formatClock } from '../../../lib/moments.ts';
import type { TimeChoice } from '../../../lib/time-choice.ts';
import type { TimeRange } from '../../../lib/time-range.ts';
import type { DenialTime } from '../denial-time.ts';
import { policyMarks } from '../model/policy-marks.ts';
import { DenialTimePicker } from './denial-time-picker.tsx';
import { HeatMap } from './heat-map.tsx';
import type { HeatMark } from './heat-marks.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { t } from '../../../lib/language/t.ts';

interface TimePanelProps {
  readonly timeline: DenialTimeline | undefined;
  readonly marks: readonly HeatMark[] | undefined;
  readonly time: DenialTime;
  readonly onTime: (choice: TimeChoice | undefined) => void;
  readonly range: TimeRange | undefined;
  readonly onRange: (range: TimeRange | undefined) => void;
  /** Names the groups that are shown; undefined means all. */
  readonly shownGroups: ReadonlySet<string> | undefined;
  readonly onContainer: ((name: string) => void) | undefined;
}

const maxRows = 6;
const noMarks: readonly HeatMark[] = [];

export const TimePanel = memo(function TimePanel({
  timeline,
  marks = noMarks,
  time,
  onTime,
  range,
  onRange,
  shownGroups,
  onContainer,
}: TimePanelProps) {
  const rows = useMemo(
    () =>
      timeline === undefined
        ? []
        : heatRows(timeline, maxRows, shownGroups === undefined ? undefined : (group) => shownGroups.has(group)),
    [timeline, shownGroups],
  );
  const shownMarks = useMemo(() => [...marks, ...policyMarks(timeline?.policyEvents ?? [])], [marks, timeline]);
  return (
    <Panel
      title={t('Over time')}
      actions={
        <>
          {range === undefined ? (
            <span className="faint heat-hint">{time.note ?? t('drag to select a time range')}</span>
          ) : (
            <button
              type="button"
              className="badge info"
              style={{ border: 0, cursor: 'pointer' }}
              onClick={() => onRange(undefined)}
            >
              {t('{from} to {to}: show all', {
                from: formatClock(range.from).slice(0, 5),
                to: formatClock(range.to).slice(0, 5),
              })}
            </button>
          )}
          <DenialTimePicker choice={time.choice} onChoice={onTime} />
        </>
      }
    >
      {timeline === undefined && (
        <div className="skeleton" style={{ height: 40 }} aria-label={t('Counting')} role="status" />
      )}
      {timeline !== undefined && rows.length === 0 && <p className="muted">{time.none}</p>}
      {timeline !== undefined && rows.length > 0 && (
        <HeatMap
          scale={timeline}
          rows={rows}
          marks={shownMarks}
          selection={range}
          onSelect={onRange}
          onContainer={onContainer}
        />
      )}
    </Panel>
  );
});
