/** What people did to this container lately. */

import { Moment } from '../../components/moment.tsx';
import { OutcomeLabel } from '../../components/outcome-label.tsx';
import { Panel } from '../../components/panel.tsx';
import { Empty } from '../../components/placeholder.tsx';
import { operationWord } from '../../model/operation-words.ts';
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
    <Panel title="What was done to it" isFlush>
      {own.length === 0 && <Empty title="Nothing that the activity log still holds" />}
      {own.length > 0 && (
        <table className="table" aria-label={`Activity on ${name}`}>
          <tbody>
            {own.map((entry) => (
              <tr key={entry.id}>
                <td style={{ width: 110 }}><OutcomeLabel outcome={entry.outcome} /></td>
                <td>{`${operationWord(entry.operation, entry.outcome).replace(/ (of|in)$/, '')} by ${entry.user}`}</td>
                <td className="muted" style={{ width: '55%', whiteSpace: 'normal' }}>{entry.detail ?? ''}</td>
                <td className="number faint"><Moment time={entry.begunAt} now={now} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
