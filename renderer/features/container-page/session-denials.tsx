// SPDX-License-Identifier: Apache-2.0
/** The causes of denials of a container since a moment, live: what ran meanwhile in its terminal may be why. */

import type { GroupedEvent } from '../../../contract/model/denials/denial.ts';
import { formatRoute } from '../../lib/route.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { useClock } from '../../window/clock.ts';
import { failureText } from '../../window/notifications.ts';
import { retryFeed, useFeeds } from '../../host/feeds.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
import { groupOf, useDenials } from '../denials/denials.ts';
import { openGroup } from '../denials/drawer.ts';
import { groupSentence } from '../denials/model/denial-sentence.ts';
import { OutcomeBadge } from '../denials/outcome-badge.tsx';
import { Sentence } from '../denials/sentence.tsx';
import { t } from '../../lib/language/t.ts';

interface SessionDenialsProps {
  readonly name: string;
  /** Gives the time in seconds since the epoch, by the host's clock. */
  readonly after: number;
}

export function SessionDenials({ name, after }: SessionDenialsProps) {
  const feed = useFeeds((state) => state.denials);
  const events = useDenials((state) => state.events);
  const owners = useContainerList();
  const now = useClock((state) => state.now);
  const counts = countsAfter(events, name, after);
  return (
    <div className="session-denials">
      <header>
        <strong>{t('Denials while this ran')}</strong>
        <a className="muted" href={formatRoute({ page: 'container', name, tab: 'denials' })}>
          {t('See all')}
        </a>
      </header>
      {feed.status === 'loading' && <Loading label={t('Loading denials')} />}
      {feed.status === 'failed' && (
        <Failed text={failureText(t('cannot read the denials'), feed.error)} onRetry={() => retryFeed('denials')} />
      )}
      {feed.status === 'ready' && counts.length === 0 && (
        <p className="muted" role="status">
          {t('Nothing was denied to {name} since this session began.', { name })}
        </p>
      )}
      <ul className="lines">
        {counts.map(({ group, count, last }) => (
          <li key={group.id}>
            <button type="button" onClick={() => openGroup(group.id)}>
              <span className="grow">
                <Sentence parts={groupSentence(group, owners)} />
                <span className="facts">
                  <OutcomeBadge group={group} />
                  <span className="muted">{`${count}×`}</span>
                  <span className="faint">
                    <Moment time={last} now={now} />
                  </span>
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SessionCause {
  readonly group: NonNullable<ReturnType<typeof groupOf>>;
  readonly count: number;
  readonly last: number;
}

/** Counts the causes, the latest first. */
function countsAfter(events: readonly GroupedEvent[], name: string, after: number): readonly SessionCause[] {
  const causes = new Map<string, SessionCause>();
  for (const event of events) {
    const group = event.container === name && event.time > after ? groupOf(event) : undefined;
    if (group !== undefined)
      causes.set(group.id, { group, count: (causes.get(group.id)?.count ?? 0) + 1, last: event.time });
  }
  return [...causes.values()].sort((left, right) => right.last - left.last);
}

/** The time of the last denial of the host that this window knows: a mark by the host's own clock. */
export function lastDenialTime(): number {
  return useDenials.getState().events.at(-1)?.time ?? 0;
}
