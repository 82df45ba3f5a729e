/** The live feed: denials one by one, newest first. */

import type { DenialEvent } from '../../../contract/model/denial.ts';
import { DenialEventTable } from '../../components/denial-event-table.tsx';
import { useContainerList } from '../../stores/category-owners.ts';
import { useClock } from '../../stores/clock.ts';
import { eventKey } from '../../stores/denials.ts';
import { openDenial, useDrawer } from '../../stores/drawer.ts';

interface EventListProps {
  readonly events: readonly DenialEvent[];
}

/** Rows drawn at most; the filter reaches all. */
const shownRows = 300;

export function EventList({ events }: EventListProps) {
  const owners = useContainerList();
  const now = useClock((state) => state.now);
  const openKey = useDrawer(({ content }) => (content.kind === 'denial' ? content.key : undefined));
  if (events.length === 0) return null;
  const rows = events.slice(-shownRows).toReversed().map((event) => ({ key: eventKey(event), event }));
  return (
    <>
      <DenialEventTable rows={rows} owners={owners} now={now} openKey={openKey} onOpen={openDenial} />
      {events.length > shownRows && <p className="muted" style={{ padding: 14 }}>{`The latest ${shownRows} of ${events.length} are shown; filter to see others.`}</p>}
    </>
  );
}
