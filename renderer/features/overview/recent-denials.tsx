// SPDX-License-Identifier: Apache-2.0
/** The latest denials, one line of words each. */

import { Moment } from '../../ui/time/moment.tsx';
import { NoDenials } from '../denials/no-denials.tsx';
import { OutcomeBadge } from '../denials/outcome-badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { Sentence } from '../denials/sentence.tsx';
import { groupSentence } from '../denials/model/denial-sentence.ts';
import { formatRoute } from '../../lib/route.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
import { useClock } from '../../window/clock.ts';
import { useHostInfo } from '../../host/connection.ts';
import { useDenials } from '../denials/denials.ts';
import { openGroup } from '../denials/drawer.ts';
import { isIgnoredIn, useIgnored } from '../denials/ignored-causes.ts';
import { retryFeed, useFeeds } from '../../host/feeds.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

export function RecentDenials() {
  const feed = useFeeds((state) => state.denials);
  const selinux = useHostInfo()?.selinux;
  const all = useDenials((state) => state.latest);
  const ignored = useIgnored();
  const latest = all.filter((group) => !isIgnoredIn(ignored, group));
  const owners = useContainerList();
  const now = useClock((state) => state.now);
  return (
    <Panel
      title={t('Recent denials of containers')}
      actions={
        <a className="muted" href={formatRoute({ page: 'denials', filter: '' })}>
          {t('See all')}
        </a>
      }
      isFlush
    >
      {feed.status === 'loading' && <Loading label={t('Loading denials')} />}
      {feed.status === 'failed' && (
        <Failed text={failureText(t('cannot read the denials'), feed.error)} onRetry={() => retryFeed('denials')} />
      )}
      {feed.status === 'ready' && all.length === 0 && <NoDenials selinux={selinux} />}
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
