/** The latest of what people did. */

import { ContainerName } from '../../components/container-name.tsx';
import { Moment } from '../../components/moment.tsx';
import { OutcomeLabel } from '../../components/outcome-label.tsx';
import { Panel } from '../../components/panel.tsx';
import { Empty, Failed, Loading } from '../../components/placeholder.tsx';
import { actWords } from '../../model/activity-words.ts';
import { formatRoute } from '../../model/route.ts';
import { useActivity } from '../../stores/activity.ts';
import { useClock } from '../../stores/clock.ts';
import { retryFeed, useFeeds } from '../../stores/feeds.ts';
import { failureText } from '../../stores/notifications.ts';

export function RecentActivity() {
  const feed = useFeeds((state) => state.activity);
  const entries = useActivity((state) => state.entries);
  const now = useClock((state) => state.now);
  return (
    <Panel
      title="Recent activity"
      actions={
        <a className="muted" href={formatRoute({ page: 'activity', filter: '' })}>
          See all
        </a>
      }
      isFlush
    >
      {feed.status === 'loading' && <Loading label="Loading activity" />}
      {feed.status === 'failed' && (
        <Failed text={failureText('cannot read the activity log', feed.error)} onRetry={() => retryFeed('activity')} />
      )}
      {feed.status === 'ready' && entries.length === 0 && <Empty title="Nobody changed anything yet" />}
      <ul className="lines">
        {entries.slice(0, 6).map((entry) => (
          <li key={entry.id}>
            <div className="line">
              <OutcomeLabel entry={entry} />
              <span className="truncate grow">
                {entry.user} <span className="muted">{actWords(entry).toLowerCase()}</span>{' '}
                {entry.subject !== null && <ContainerName name={entry.subject} />}
              </span>
              <span className="faint when">
                <Moment time={entry.begunAt} now={now} />
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
