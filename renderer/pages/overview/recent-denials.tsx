/** The latest denials, one line of words each. */

import { Moment } from '../../components/moment.tsx';
import { NoDenials } from '../../components/no-denials.tsx';
import { OutcomeBadge } from '../../components/outcome-badge.tsx';
import { Panel } from '../../components/panel.tsx';
import { Failed, Loading } from '../../components/placeholder.tsx';
import { Sentence } from '../../components/sentence.tsx';
import { groupSentence } from '../../model/denial-words.ts';
import { formatRoute } from '../../model/route.ts';
import { useContainerList } from '../../stores/category-owners.ts';
import { useClock } from '../../stores/clock.ts';
import { useHostInfo } from '../../stores/connection.ts';
import { useDenials } from '../../stores/denials.ts';
import { openGroup } from '../../stores/drawer.ts';
import { retryFeed, useFeeds } from '../../stores/feeds.ts';
import { failureText } from '../../stores/notifications.ts';

export function RecentDenials() {
  const feed = useFeeds((state) => state.denials);
  const selinux = useHostInfo()?.selinux;
  const latest = useDenials((state) => state.latest);
  const owners = useContainerList();
  const now = useClock((state) => state.now);
  return (
    <Panel
      title="Recent denials"
      actions={
        <a className="muted" href={formatRoute({ page: 'denials', filter: '' })}>
          See all
        </a>
      }
      isFlush
    >
      {feed.status === 'loading' && <Loading label="Loading denials" />}
      {feed.status === 'failed' && (
        <Failed text={failureText('cannot read the denials', feed.error)} onRetry={() => retryFeed('denials')} />
      )}
      {feed.status === 'ready' && latest.length === 0 && <NoDenials selinux={selinux} />}
      <ul className="lines">
        {latest.slice(0, 6).map((group) => (
          <li key={group.id}>
            <button type="button" onClick={() => openGroup(group.id)}>
              <OutcomeBadge group={group} />
              <span className="grow">
                <Sentence parts={groupSentence(group, owners)} />
              </span>
              <span className="muted">{`${group.count}×`}</span>
              <span className="faint when">
                <Moment time={group.last} now={now} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
