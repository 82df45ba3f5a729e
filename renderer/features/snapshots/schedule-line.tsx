// SPDX-License-Identifier: Apache-2.0
/** The schedule of a container's snapshots in a line: how often, when next, and what came of the last time. */

import { describeSnapshotPlan } from '../../../contract/wording/describe-snapshot-plan.ts';
import type { SnapshotSchedule } from '../../../contract/model/containers/snapshot-schedule.ts';
import { formatDuration, formatExact } from '../../lib/moments.ts';
import { capitalised } from '../../lib/sentence.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { useCoarseClock } from '../../window/clock.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../lib/language/t.ts';

interface ScheduleLineProps {
  readonly schedule: SnapshotSchedule;
}

export function ScheduleLine({ schedule }: ScheduleLineProps) {
  const now = useCoarseClock(10);
  const { nextAt, last } = schedule;
  return (
    <div className="snapshot-schedule" role="group" aria-label={t('Schedule')}>
      <span>{capitalised(describeSnapshotPlan(schedule))}.</span>
      <span className="muted">
        <RichText
          message="Next {when}."
          values={{
            when: (
              <time dateTime={new Date(nextAt * 1000).toISOString()} title={formatExact(nextAt)}>
                {nextAt <= now ? t('in a moment') : t('in {duration}', { duration: formatDuration(nextAt - now) })}
              </time>
            ),
          }}
        />
      </span>
      {last?.outcome === 'done' && (
        <span className="muted">
          <RichText message="Last {moment}." values={{ moment: <Moment time={last.at} now={now} /> }} />
        </span>
      )}
      {last?.outcome === 'failed' && (
        <span className="snapshot-trouble">
          <span className="badge red">{t('failed')}</span> <Moment time={last.at} now={now} />:{' '}
          <SafeText text={last.reason} />.
        </span>
      )}
    </div>
  );
}
