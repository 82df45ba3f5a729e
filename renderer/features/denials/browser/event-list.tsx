// SPDX-License-Identifier: Apache-2.0
/** The live feed: denials one by one, newest first. */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import type { CategoryOwner } from '../model/denial-sentence.ts';
import { formatCount } from '../../../lib/units.ts';
import { DenialEventTable } from './denial-event-table.tsx';
import { Empty } from '../../../ui/placeholder.tsx';
import { t } from '../../../lib/language/t.ts';

interface EventListProps {
  readonly events: readonly DenialEvent[];
  readonly keyOf: (event: DenialEvent) => string;
  readonly owners: readonly CategoryOwner[];
  readonly now: number;
  readonly openKey: string | undefined;
  readonly onOpen: (key: string) => void;
}

/** Rows drawn at most; the filter reaches all. */
const shownRows = 200;

export function EventList({ events, keyOf, owners, now, openKey, onOpen }: EventListProps) {
  if (events.length === 0)
    return <Empty title={t('No single events to show')}>{t('Older events are only counted in their cause.')}</Empty>;
  const rows = events
    .slice(-shownRows)
    .toReversed()
    .map((event) => ({ key: keyOf(event), event }));
  return (
    <div className="event-scroll">
      <DenialEventTable rows={rows} owners={owners} now={now} openKey={openKey} onOpen={onOpen} />
      {events.length > shownRows && (
        <p className="muted" style={{ padding: 14 }}>
          {t('The latest {shownRows} of {count} events are shown. Use the filter to see others.', {
            shownRows,
            count: formatCount(events.length),
          })}
        </p>
      )}
    </div>
  );
}
