// SPDX-License-Identifier: Apache-2.0
/** What people did to this container lately. */

import type { Activity } from '../../../contract/model/activity.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { OutcomeLabel } from '../activity/outcome-label.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Empty } from '../../ui/placeholder.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { activityLabel } from '../activity/activity-labels.ts';
import { activityKey, isAbout, useAllActivity } from '../activity/activity.ts';
import { detailOf } from '../activity/change-cell.tsx';
import { useClock } from '../../window/clock.ts';
import { withinSentence } from '../../lib/sentence.ts';
import { t } from '../../lib/language/t.ts';

interface ContainerActivityProps {
  readonly name: string;
}

export function ContainerActivity({ name }: ContainerActivityProps) {
  const entries = useAllActivity();
  const now = useClock((state) => state.now);
  const own = entries.filter((entry) => isAbout(entry, name)).slice(0, 8);
  return (
    <Panel title={t('Recent activity')} isFlush>
      {own.length === 0 && <Empty title={t('No recent activity')} />}
      {own.length > 0 && (
        <table className="table" aria-label={t('Activity on {name}', { name })}>
          <tbody>
            {own.map((entry) => (
              <tr key={activityKey(entry)}>
                <td style={{ width: 110 }}>
                  <OutcomeLabel entry={entry} />
                </td>
                <td>{t('{user} {did}', { user: entry.user, did: didOf(entry) })}</td>
                <td className="muted" style={{ width: '55%', whiteSpace: 'normal' }}>
                  <SafeText text={entry.change?.summary ?? detailOf(entry)} />
                </td>
                <td className="number faint">
                  <Moment time={entry.begunAt} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

/** Gives the label of the entry without the preposition that leads on to the container: all entries are about it. */
function didOf(entry: Activity): string {
  return withinSentence(activityLabel(entry)).replace(/ (?:of|in|to|from|on|bei|von)$/, '');
}
