// SPDX-License-Identifier: Apache-2.0
/** Shows who did what, when, with which result. */

import { useMemo } from 'react';
import { ChangeCell } from './change-cell.tsx';
import { ActivitySubject } from './activity-subject.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { OutcomeLabel } from './outcome-label.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { activityFields, activitySubject } from './activity-search.ts';
import { formatElapsed } from '../../lib/moments.ts';
import { activityLabel } from './activity-labels.ts';
import { matchesSearch, parseSearch, describeUnknownFields } from '../../../contract/search/search.ts';
import { ActivityTimePicker, useActivityTime } from './activity-time.tsx';
import { activityKey, type KnownActivity, useAllActivity } from './activity.ts';
import { useClock } from '../../window/clock.ts';
import { retryFeed, useFeeds } from '../../host/feeds.ts';
import { MissingMembers } from '../members/missing-members.tsx';
import { useOwnMember } from '../members/memberships.ts';
import { undoChange, useUndoReason } from '../denials/explanation/remedies.ts';
import { replaceRoute, useLocation } from '../../window/location.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';
import './activity.css';

function handleUndo({ change, there }: KnownActivity): void {
  if (change !== null) void undoChange({ ...change, hostId: there?.hostId });
}

export function ActivityPage() {
  const filter = useLocation(({ route }) => (route.page === 'activity' ? route.filter : ''));
  const feed = useFeeds((state) => state.activity);
  const entries = useAllActivity();
  const member = useOwnMember();
  const now = useClock((state) => state.now);
  const terms = useMemo(() => parseSearch(filter), [filter]);
  const { choice, isWithin, note } = useActivityTime(entries);
  const rows = useMemo(
    () => entries.filter((entry) => isWithin(entry) && matchesSearch(activitySubject(entry, member), terms)),
    [entries, member, terms, isWithin],
  );
  const undoing = useUndoReason();

  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('Activity')}</h1>
        <span style={{ flex: 1 }} />
        <SearchField
          label={t('Filter activity')}
          placeholder={t('user:operator outcome:failed')}
          value={filter}
          problem={describeUnknownFields(terms, activityFields)}
          onChange={(text) => replaceRoute({ page: 'activity', filter: text })}
        />
      </div>
      <div className="activity-time">
        {note !== undefined && <span className="muted">{note}</span>}
        <ActivityTimePicker choice={choice} />
      </div>
      <MissingMembers feed="activity" />
      <div className="panel page-fill">
        {feed.status === 'failed' && (
          <Failed
            text={failureText(t('cannot read the activity log'), feed.error)}
            onRetry={() => retryFeed('activity')}
          />
        )}
        {feed.status === 'loading' && entries.length === 0 && <Loading label={t('Loading activity')} lines={8} />}
        {feed.status === 'ready' && rows.length === 0 && (
          <Empty title={entries.length === 0 ? t('Nothing has been changed yet') : t('No matches')} />
        )}
        {rows.length > 0 && (
          <div className="table-scroll">
            <table className="table activity-table" aria-label={t('Activity')}>
              <thead>
                <tr>
                  <th
                    className="number of-number"
                    title={t('Number of the entry, as used by bulkheadctl activity undo')}
                  >
                    {t('No.')}
                  </th>
                  {member !== undefined && <th className="of-member">{t('Member')}</th>}
                  <th style={{ width: 100 }}>{t('When')}</th>
                  <th>{t('Who')}</th>
                  <th>{t('Did')}</th>
                  <th>{t('What')}</th>
                  <th>{t('Result')}</th>
                  <th className="number of-took">{t('Took')}</th>
                  <th className="of-detail">{t('Detail')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((entry) => (
                  <tr key={activityKey(entry)}>
                    <td className="number faint of-number">{entry.id}</td>
                    {member !== undefined && <td className="of-member">{entry.there?.member ?? member}</td>}
                    <td>
                      <Moment time={entry.begunAt} now={now} />
                    </td>
                    <td title={t('uid {uid}', { uid: entry.uid })}>
                      {entry.user}
                      {member !== undefined && (
                        <div className="muted member-below">{entry.there?.member ?? member}</div>
                      )}
                    </td>
                    <td className="of-operation" title={entry.operation}>
                      {activityLabel(entry)}
                    </td>
                    <td>
                      {entry.subject === null ? (
                        <span className="faint">{t('the host')}</span>
                      ) : (
                        <ActivitySubject entry={entry} name={entry.subject} />
                      )}
                    </td>
                    <td>
                      <OutcomeLabel entry={entry} />
                    </td>
                    <td className="number of-took">
                      {entry.endedAt === null ? (
                        <span className="faint">–</span>
                      ) : (
                        formatElapsed((entry.endedAt - entry.begunAt) * 1000)
                      )}
                    </td>
                    <td className="muted" style={{ whiteSpace: 'normal' }}>
                      <ChangeCell entry={entry} reason={undoing} onUndo={() => handleUndo(entry)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </div>
  );
}
