// SPDX-License-Identifier: Apache-2.0
/** The latest of what people did. */

import { ActivitySubject } from '../activity/activity-subject.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { OutcomeLabel } from '../activity/outcome-label.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { activityLabel } from '../activity/activity-labels.ts';
import { formatRoute } from '../../lib/route.ts';
import { activityKey, type KnownActivity, useAllActivity } from '../activity/activity.ts';
import { useClock } from '../../window/clock.ts';
import { retryFeed, useFeeds } from '../../host/feeds.ts';
import { failureText } from '../../window/notifications.ts';
import { withinSentence } from '../../lib/sentence.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../lib/language/t.ts';

export function RecentActivity() {
  const feed = useFeeds((state) => state.activity);
  const entries = useAllActivity();
  const now = useClock((state) => state.now);
  return (
    <Panel
      title={t('Recent activity')}
      actions={
        <a className="muted" href={formatRoute({ page: 'activity', filter: '' })}>
          {t('See all')}
        </a>
      }
      isFlush
    >
      {feed.status === 'loading' && <Loading label={t('Loading activity')} />}
      {feed.status === 'failed' && (
        <Failed
          text={failureText(t('cannot read the activity log'), feed.error)}
          onRetry={() => retryFeed('activity')}
        />
      )}
      {feed.status === 'ready' && entries.length === 0 && <Empty title={t('Nothing has been changed yet')} />}
      <ul className="lines">
        {entries.slice(0, 6).map((entry) => (
          <li key={activityKey(entry)}>
            <div className="line">
              <OutcomeLabel entry={entry} />
              <span className="truncate grow">
                <ActivityWords entry={entry} />
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

/** Says who did what, and to what. */
function ActivityWords({ entry }: { readonly entry: KnownActivity }) {
  const { user, subject } = entry;
  const did = <span className="muted">{withinSentence(activityLabel(entry))}</span>;
  return subject === null ? (
    <RichText message="{user} {did}" values={{ user, did }} />
  ) : (
    <RichText
      message="{user} {did} {subject}"
      values={{ user, did, subject: <ActivitySubject entry={entry} name={subject} /> }}
    />
  );
}
