// SPDX-License-Identifier: Apache-2.0
/** What a source would have denied and allowed of what was recorded of its container. */

import type { Flip, Replay } from '../../../contract/model/policy/replay.ts';
import {
  describeAccess,
  describeAllowed,
  describeDenied,
  describeGrounds,
  describeRecording,
  describeUnknown,
  describeUnknownPart,
  describeUse,
} from '../../../contract/wording/policy/describe-replay.ts';
import { formatLocal } from '../../lib/moments.ts';
import { t } from '../../lib/language/t.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { useClock } from '../../window/clock.ts';

export function ReplayResult({ replay }: { readonly replay: Replay }) {
  const { denied, deniedCount, allowed, allowedCount, unknown, unknownCount, recording } = replay;
  const oldest = recording.oldest === null ? undefined : formatLocal(recording.oldest);
  const wouldAllow = describeAllowed(replay);
  const notKnown = describeUnknown(replay);
  return (
    <section aria-label={t('Recorded accesses')}>
      <p className={deniedCount > 0 ? 'policy-problems' : undefined} role={deniedCount > 0 ? 'alert' : undefined}>
        {describeDenied(replay, formatLocal(recording.since))}
      </p>
      <Flips label={t('Would have been denied')} flips={denied} count={deniedCount} isDenied />
      {wouldAllow !== undefined && <p>{wouldAllow}</p>}
      <Flips label={t('Would have been allowed')} flips={allowed} count={allowedCount} isDenied={false} />
      {notKnown !== undefined && <p>{notKnown}</p>}
      {unknownCount > 0 && (
        <ul className="policy-openings" aria-label={t('Not known')}>
          {unknown.map(({ access, part }, place) => (
            <li key={place} className="muted">
              <span className="mono">{describeAccess(access, access.permissions)}</span> {describeUnknownPart(part)}
            </li>
          ))}
          <More shown={unknown.length} count={unknownCount} />
        </ul>
      )}
      <p className="muted">{describeRecording(recording, oldest).join(' ')}</p>
    </section>
  );
}

interface FlipsProps {
  readonly label: string;
  readonly flips: readonly Flip[];
  readonly count: number;
  readonly isDenied: boolean;
}

function Flips({ label, flips, count, isDenied }: FlipsProps) {
  const now = useClock((state) => state.now);
  if (count === 0) return null;
  return (
    <ul className="policy-openings" aria-label={label}>
      {flips.map(({ access, permissions, grantedBy, deniedBy }, place) => (
        <li key={place}>
          <details>
            <summary>
              <span className={`mono ${isDenied ? 'removed' : 'added'}`}>
                {`${isDenied ? '−' : '+'} ${describeAccess(access, permissions)}`}
              </span>{' '}
              <span className="muted">
                <SafeText text={access.comms.join(', ')} /> {describeUse(access)},{' '}
                <Moment time={access.last} now={now} />
              </span>
            </summary>
            <p className="muted mono">{describeGrounds({ grantedBy, deniedBy })}</p>
          </details>
        </li>
      ))}
      <More shown={flips.length} count={count} />
    </ul>
  );
}

function More({ shown, count }: { readonly shown: number; readonly count: number }) {
  return count > shown ? <li className="muted">{t('and {count} more', { count: count - shown })}</li> : null;
}
