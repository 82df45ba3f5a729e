/** What SELinux refused: over time, in groups, one by one. */

import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useMemo, useState } from 'react';
import type { TimeRange } from '../../components/chart/time-range.ts';
import { HeatStrip } from '../../components/heat-strip.tsx';
import { NoDenials } from '../../components/no-denials.tsx';
import { Panel } from '../../components/panel.tsx';
import { Empty, Failed, Loading } from '../../components/placeholder.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { denialFields, eventSubject, groupSubject } from '../../model/denial-search.ts';
import { countBySlice } from '../../model/heat.ts';
import { formatClock } from '../../model/moments.ts';
import { matchesSearch, parseSearch, unknownFields } from '../../model/search.ts';
import { useCoarseClock } from '../../stores/clock.ts';
import { useHostInfo } from '../../stores/connection.ts';
import { useDenials } from '../../stores/denials.ts';
import { retryFeed, useFeeds } from '../../stores/feeds.ts';
import { replaceRoute, useLocation } from '../../stores/location.ts';
import { failureText } from '../../stores/notifications.ts';
import { EventList } from './event-list.tsx';
import { GroupList } from './group-list.tsx';
import './denials.css';

const stripSeconds = 7200;
const stripSlices = 60;

export function DenialsPage() {
  const filter = useLocation(({ route }) => (route.page === 'denials' ? route.filter : ''));
  const [range, setRange] = useState<TimeRange | undefined>(undefined);
  const [view, setView] = useState<'groups' | 'events'>('groups');
  const feed = useFeeds((state) => state.denials);
  const selinux = useHostInfo()?.selinux;
  const groups = useDenials((state) => state.groups);
  const events = useDenials((state) => state.events);
  const lost = useDenials((state) => state.lost);
  const sliceEnd = useCoarseClock(stripSeconds / stripSlices) + stripSeconds / stripSlices;
  const terms = useMemo(() => parseSearch(filter), [filter]);
  const matching = useMemo(() => events.filter((event) => matchesSearch(eventSubject(event), terms)), [events, terms]);
  const slices = useMemo(() => countBySlice(matching, { from: sliceEnd - stripSeconds, to: sliceEnd, slices: stripSlices }), [matching, sliceEnd]);
  const shownEvents = useMemo(() => (range === undefined ? matching : matching.filter((event) => event.time >= range.from && event.time < range.to)), [matching, range]);
  const shownGroups = useMemo(
    () =>
      [...groups.values()]
        .filter((group) => matchesSearch(groupSubject(group), terms) && (range === undefined || (group.last >= range.from && group.first < range.to)))
        .toSorted((left, right) => right.last - left.last),
    [groups, terms, range],
  );
  const unknown = unknownFields(terms, denialFields);
  const isEmpty = feed.status === 'ready' && groups.size === 0;

  return (
    <div className="page">
      <div className="page-head">
        <h1>Denials</h1>
        {lost > 0 && <span className="badge amber" title="They came faster than they could be kept">{`${lost} lost`}</span>}
        <span style={{ flex: 1 }} />
        <SearchField
          label="Filter denials"
          placeholder="container:web class:file -type:shadow_t"
          value={filter}
          problem={unknown.length === 0 ? undefined : `no field ${unknown.join(', ')}; there are ${denialFields.join(', ')}`}
          onChange={(text) => replaceRoute({ page: 'denials', filter: text })}
        />
      </div>
      <Panel
        title="Last two hours"
        actions={
          range === undefined ? (
            <span className="faint">press a bar or drag over several to filter</span>
          ) : (
            <button type="button" className="badge info" style={{ border: 0, cursor: 'pointer' }} onClick={() => setRange(undefined)}>
              {`${formatClock(range.from).slice(0, 5)} to ${formatClock(range.to).slice(0, 5)}, show all`}
            </button>
          )
        }
      >
        <HeatStrip slices={slices} selection={range} onSelect={setRange} />
      </Panel>
      <div className="panel page-fill">
        <Tabs value={view} onChange={(_, next: 'groups' | 'events') => setView(next)} sx={{ px: '14px', borderBottom: '1px solid var(--line)' }} aria-label="Grouping">
          <Tab value="groups" label={`Causes (${shownGroups.length})`} />
          <Tab value="events" label={`One by one (${shownEvents.length})`} />
        </Tabs>
        {feed.status === 'failed' && <Failed text={failureText('cannot read the denials', feed.error)} onRetry={() => retryFeed('denials')} />}
        {feed.status === 'loading' && groups.size === 0 && <Loading label="Loading denials" lines={6} />}
        {isEmpty && <NoDenials selinux={selinux} />}
        {!isEmpty && feed.status === 'ready' && (view === 'groups' ? shownGroups : shownEvents).length === 0 && <Empty title="No denial matches the filter" />}
        {view === 'groups' ? <GroupList groups={shownGroups} /> : <EventList events={shownEvents} />}
      </div>
    </div>
  );
}
