// SPDX-License-Identifier: Apache-2.0
/**
 * Denials of the host, or of one container: over time on top, below it the causes, the events and the picture. What is
 * brushed, searched or opened in the picture holds for all of them.
 * Where there is room, causes and picture stand side by side; else each has the whole width.
 */

import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useCallback, useMemo, useState } from 'react';
import type { DenialEvent, DenialGroup, GroupedEvent } from '../../../../contract/model/denials/denial.ts';
import type { DenialTimeline } from '../../../../contract/model/denials/denial-timeline.ts';
import type { GroupReason } from '../model/denial-tone.ts';
import type { CategoryOwner } from '../model/denial-sentence.ts';
import type { DenialTime } from '../denial-time.ts';
import type { TimeChoice } from '../../../lib/time-choice.ts';
import { formatCount } from '../../../lib/units.ts';
import type { HeatMark } from '../heat/heat-marks.tsx';
import { NoneShown } from './none-shown.tsx';
import { CauseList } from './cause-list.tsx';
import { EventList } from './event-list.tsx';
import { IgnoredLine } from './ignored-line.tsx';
import { OrderChoice } from './order-choice.tsx';
import { KindStrip } from '../matrix/kind-strip.tsx';
import { OwnDomainOffer } from '../own-domain-offer.tsx';
import { PicturePanel } from '../picture/picture-panel.tsx';
import { TimePanel } from '../heat/time-panel.tsx';
import { useBrowsed } from './use-browsed.ts';
import { usePanes } from './use-panes.ts';
import { t } from '../../../lib/language/t.ts';
import './denial-browser.css';

export interface DenialBrowserProps {
  /** What the picture calls the whole. */
  readonly top: string;
  /** Shows the denials of this container only; those of all when left out. */
  readonly container?: string;
  readonly groups: ReadonlyMap<string, DenialGroup>;
  readonly events: readonly GroupedEvent[];
  /** Undefined while it is not known. */
  readonly timeline: DenialTimeline | undefined;
  readonly marks?: readonly HeatMark[];
  readonly time: DenialTime;
  /** Takes the chosen time; undefined means the time of the window. */
  readonly onTime: (choice: TimeChoice | undefined) => void;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
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
  const { top, container, timeline, marks, time, onTime, filter, onContainer, owners, keyOf, now, onOpenGroup } = props;
  const { groups, events: all, reasonOf, onFilter } = props;
  const browsed = useBrowsed({ groups, events: all, timeline, time, filter, container, reasonOf });
  const { range, setRange, order, setOrder, steps, setSteps, causes, ignored, events } = browsed;
  const [showsIgnored, setShowsIgnored] = useState(false);
  const listed = showsIgnored ? [...causes, ...ignored] : causes;
  const { ref, isWide, pane, setPane } = usePanes();
  const shown = isWide && pane === 'picture' ? 'causes' : pane;
  const hasPicture = isWide ? shown === 'causes' : pane === 'picture';
  const lastStep = steps.at(-1);
  const one = container ?? steps.find((step) => typeof step.container === 'string')?.container ?? undefined;
  const offer = useMemo(
    () => one !== undefined && <OwnDomainOffer name={one} groups={causes.map(({ group }) => group)} />,
    [one, causes],
  );

  function handleTime(next: TimeChoice | undefined): void {
    setRange(undefined);
    onTime(next);
  }

  const handleShowAll = useCallback(() => {
    setRange(undefined);
    setSteps([]);
    onFilter('');
  }, [setRange, setSteps, onFilter]);

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
        time={time}
        onTime={handleTime}
        range={range}
        onRange={setRange}
        shownGroups={browsed.foundGroups}
        onContainer={onContainer}
      />
      <div className={`panel denial-panes${isWide && hasPicture ? ' wide' : ''}`}>
        <section className={`pane${shown === 'picture' ? ' head-only' : ''}`} aria-label={t('Causes and events')}>
          <div className="pane-head">
            <Tabs value={shown} onChange={(_, next: typeof pane) => setPane(next)} aria-label={t('Grouping')}>
              <Tab value="causes" label={t('Causes ({count})', { count: formatCount(causes.length) })} />
              <Tab value="events" label={t('Events ({count})', { count: formatCount(events.length) })} />
              {!isWide && <Tab value="picture" label={t('Picture')} />}
            </Tabs>
            {!hasPicture && lastStep !== undefined && (
              <button type="button" className="badge info within" onClick={() => setSteps([])}>
                {t('{label}: show all', { label: lastStep.label })}
              </button>
            )}
            {!hasPicture && offer}
            {shown === 'causes' && <OrderChoice order={order} onOrder={setOrder} />}
          </div>
          {shown === 'causes' && !hasPicture && <KindStrip flows={browsed.flows} steps={steps} onSteps={setSteps} />}
          {shown === 'causes' && listed.length === 0 && (
            <NoneShown hasFilter={filter !== ''} hasRange={range !== undefined} onShowAll={handleShowAll} />
          )}
          {shown === 'causes' && listed.length > 0 && (
            <CauseList
              causes={listed}
              owners={owners}
              now={now}
              openId={props.openGroup}
              onOpen={onOpenGroup}
              hasHeadings={order === 'action'}
              question={[
                `${showsIgnored} ${ignored.length} ${filter}`,
                order,
                `${time.title} ${range?.from} ${range?.to}`,
                steps.map(({ label }) => label).join(' '),
              ].join('\n')}
            />
          )}
          {shown === 'causes' && ignored.length > 0 && (
            <IgnoredLine count={ignored.length} isShown={showsIgnored} onShow={setShowsIgnored} />
          )}
          {shown === 'events' && (
            <EventList
              events={events}
              keyOf={keyOf}
              owners={owners}
              now={now}
              openKey={props.openEvent}
              onOpen={props.onOpenEvent}
            />
          )}
        </section>
        {hasPicture && (
          <PicturePanel
            flows={browsed.flows}
            shown={browsed.shownFlows}
            top={top}
            isOneContainer={container !== undefined}
            owners={owners}
            steps={steps}
            onSteps={setSteps}
            offer={offer}
            openGroup={props.openGroup}
            onOpenGroup={handlePictured}
          />
        )}
      </div>
    </div>
  );
}
