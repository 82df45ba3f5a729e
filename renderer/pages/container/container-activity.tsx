/** What people did to this container lately. */

import { Moment } from '../../components/moment.tsx';
import { OutcomeLabel } from '../../components/outcome-label.tsx';
import { Panel } from '../../components/panel.tsx';
import { Empty } from '../../components/placeholder.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { activityDetail, actWords } from '../../model/activity-words.ts';
import { useActivity } from '../../stores/activity.ts';
import { useClock } from '../../stores/clock.ts';

interface ContainerActivityProps {
  readonly name: string;
}

export function ContainerActivity({ name }: ContainerActivityProps) {
  const entries = useActivity((state) => state.entries);
  const now = useClock((state) => state.now);
  const own = entries.filter((entry) => entry.subject === name).slice(0, 8);
  return (
    <Panel title="Recent activity" isFlush>
      {own.length === 0 && <Empty title="Nothing that the activity log still holds" />}
      {own.length > 0 && (
        <table className="table" aria-label={`Activity on ${name}`}>
          <tbody>
            {own.map((entry) => (
              <tr key={entry.id}>
                <td style={{ width: 110 }}>
                  <OutcomeLabel entry={entry} />
                </td>
                <td>{`${entry.user} ${actWords(entry)
                  .toLowerCase()
                  .replace(/ (?:of|in|to|from|on)$/, '')}`}</td>
                <td className="muted" style={{ width: '55%', whiteSpace: 'normal' }}>
                  <SafeText text={entry.change?.summary ?? activityDetail(entry)} />
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
