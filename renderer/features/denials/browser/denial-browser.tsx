// SPDX-License-Identifier: Apache-2.0
/**
 * Denials of the host, or of one container: over time on top, causes at the left, the picture in the middle. What is
 * brushed or searched holds for all three.
 * Where there is no room for two panes, they are tabs.
 */

import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useCallback, useMemo, useState } from 'react';
import type { DenialEvent, DenialGroup } from '../../../../contract/model/denials/denial.ts';
import type { DenialTimeline } from '../../../../contract/model/denials/denial-timeline.ts';
import { type CauseOrder, causesOf } from '../model/causes.ts';
import { flowsOf } from '../model/denial-flows.ts';
import { eventSubject } from '../model/denial-search.ts';
import { countsByGroup, type TimeRange } from '../model/denial-timeline.ts';
import type { GroupReason } from '../model/denial-tone.ts';
import type { CategoryOwner } from '../model/denial-sentence.ts';
import { matchesSearch, parseSearch } from '../../../lib/search.ts';
import type { TimeSpan } from '../model/time-spans.ts';
import { formatCount } from '../../../lib/units.ts';
import type { HeatMark } from '../heat/heat-marks.tsx';
import { Empty } from '../../../ui/placeholder.tsx';
import { CauseList } from './cause-list.tsx';
import { EventList } from './event-list.tsx';
import { OrderChoice } from './order-choice.tsx';
import { GraphPanel } from '../graph/graph-panel.tsx';
import { TimePanel } from '../heat/time-panel.tsx';
import { usePanes } from './use-panes.ts';
import './denial-browser.css';

export interface DenialBrowserProps {
  /** What the picture calls the whole. */
  readonly top: string;
  /** All of this container only. */
  readonly container?: string;
  readonly groups: ReadonlyMap<string, DenialGroup>;
  readonly events: readonly DenialEvent[];
  /** Undefined while it is not known. */
  readonly timeline: DenialTimeline | undefined;
  readonly marks?: readonly HeatMark[];
  readonly span: TimeSpan;
  readonly onSpan: (span: TimeSpan) => void;
  readonly filter: string;
  readonly onContainer?: (name: string) => void;
  readonly owners: readonly CategoryOwner[];
  readonly reasonOf: (group: DenialGroup) => GroupReason;
  readonly keyOf: (event: DenialEvent) => string;
  readonly now: number;
  readonly openGroup: string | undefined;
  readonly openEvent: string | undefined;
  readonly onOpenGroup: (id: string) => void;
  readonly onOpenEvent: (key: string) => void;
}

export function DenialBrowser(props: DenialBrowserProps) {
  const {
    top,
    container,
    groups,
    events,
    timeline,
    marks,
    span,
    onSpan,
    filter,
    onContainer,
    owners,
    reasonOf,
    keyOf,
    now,
  } = props;
  const [range, setRange] = useState<TimeRange | undefined>(undefined);
  const [order, setOrder] = useState<CauseOrder>('latest');
  const { ref, isWide, pane, setPane } = usePanes();
  const shown = isWide && pane === 'picture' ? 'causes' : pane;
  const terms = useMemo(() => parseSearch(filter), [filter]);
  const counts = useMemo(
    () => (timeline === undefined ? undefined : countsByGroup(timeline, range)),
    [timeline, range],
  );
  const causes = useMemo(
    () => causesOf(groups.values(), { terms, order, range, container, counts, reasonOf }),
    [groups, terms, order, range, container, counts, reasonOf],
  );
  const flows = useMemo(
    () =>
      flowsOf({
        groups: causes.map(({ group }) => group),
        counts: range === undefined && container === undefined ? undefined : counts,
        toneOf: (group) => reasonOf(group).tone,
        container,
      }),
    [causes, counts, range, container, reasonOf],
  );
  const shownEvents = useMemo(
    () => events.filter((event) => isShown(event, container, range) && matchesSearch(eventSubject(event), terms)),
    [events, container, range, terms],
  );
  const shownGroups = useMemo(
    () => (terms.length === 0 ? undefined : new Set(causes.map(({ group }) => group.id))),
    [terms, causes],
  );

  function handleSpan(next: TimeSpan): void {
    setRange(undefined);
    onSpan(next);
  }

  const { onOpenGroup } = props;
  /** Opening the details may leave room for one pane only: then that is still the picture. */
  const handlePictured = useCallback(
    (id: string) => {
      setPane('picture');
      onOpenGroup(id);
    },
    [setPane, onOpenGroup],
  );

  return (
    <div className="denial-browser" ref={ref}>
      <TimePanel
        timeline={timeline}
        marks={marks}
        span={span}
        onSpan={handleSpan}
        range={range}
        onRange={setRange}
        shownGroups={shownGroups}
        onContainer={onContainer}
      />
      <div className={`panel denial-panes${isWide ? ' wide' : ''}`}>
        <section className={`pane${shown === 'picture' ? ' head-only' : ''}`} aria-label="Causes and events">
          <div className="pane-head">
            <Tabs value={shown} onChange={(_, next: typeof pane) => setPane(next)} aria-label="Grouping">
              <Tab value="causes" label={`Causes (${formatCount(causes.length)})`} />
              {!isWide && <Tab value="picture" label="Graph" />}
              <Tab value="events" label={`Events (${formatCount(shownEvents.length)})`} />
            </Tabs>
            {shown === 'causes' && <OrderChoice order={order} onOrder={setOrder} />}
          </div>
          {shown === 'causes' && causes.length === 0 && (
            <Empty title="No matches">No denial matches the filter in the selected time range.</Empty>
          )}
          {shown === 'causes' && causes.length > 0 && (
            <CauseList
              causes={causes}
              owners={owners}
              now={now}
              openId={props.openGroup}
              onOpen={onOpenGroup}
              question={`${filter}\n${order}\n${range?.from} ${range?.to}`}
            />
          )}
          {shown === 'events' && (
            <EventList
              events={shownEvents}
              keyOf={keyOf}
              owners={owners}
              now={now}
              openKey={props.openEvent}
              onOpen={props.onOpenEvent}
            />
          )}
        </section>
        {(isWide || pane === 'picture') && (
          <GraphPanel
            flows={flows}
            top={top}
            isOneContainer={container !== undefined}
            openGroup={props.openGroup}
            onOpenGroup={handlePictured}
          />
        )}
      </div>
    </div>
  );
}

function isShown(event: DenialEvent, container: string | undefined, range: TimeRange | undefined): boolean {
  return (
    (container === undefined || event.container === container) &&
    (range === undefined || (event.time >= range.from && event.time < range.to))
  );
}
