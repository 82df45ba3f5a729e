// SPDX-License-Identifier: Apache-2.0
/** One target of alerts. */

import Switch from '@mui/material/Switch';
import { isMuted } from '../../../contract/model/alerts/alert.ts';
import type { AlertTarget } from '../../../contract/model/alerts/alert-target.ts';
import type { Client } from '../../../rpc/client.ts';
import { withClient } from '../../host/with-client.ts';
import { formatLocal } from '../../lib/moments.ts';
import { ActionMenu, type MenuAction } from '../../ui/action-menu.tsx';
import { Moment } from '../../ui/moment.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { muteSpans } from './mute-spans.ts';
import { muteTarget, removeTarget, switchTarget, tryTarget } from './targets.ts';
import { t } from '../../lib/language/t.ts';

interface TargetRowProps {
  readonly target: AlertTarget;
  readonly now: number;
  /** Why nothing can be done with it; undefined when it can. */
  readonly reason: string | undefined;
  readonly onEdit: () => void;
}

export function TargetRow({ target, now, reason, onEdit }: TargetRowProps) {
  const { name, isEnabled, isCriticalOnly, withEnds, mutedUntil } = target;
  const hasMute = isMuted(target, now);

  function action(label: string, hint: string, run: (client: Client) => Promise<void>): MenuAction {
    return { label, hint, reason, run: () => withClient(label.toLowerCase(), run) };
  }
  const actions: readonly MenuAction[] = [
    { label: t('Edit'), hint: t('Where to, and which alerts'), reason, run: onEdit },
    action(t('Send a test'), t('Also while it is off or muted'), (client) => tryTarget(client, target)),
    ...(hasMute
      ? [action(t('Unmute'), t('Sends again from now on'), (client) => muteTarget(client, target, 0))]
      : muteSpans.map(({ label, seconds }) =>
          action(label, t('Alerts of that time are not sent later'), (client) => muteTarget(client, target, seconds)),
        )),
    action(t('Remove'), removalHint(target), (client) => removeTarget(client, target)),
  ];
  return (
    <tr className={isEnabled ? '' : 'alert-off'}>
      <td>
        <Switch
          size="small"
          checked={isEnabled}
          disabled={reason !== undefined}
          onChange={() => withClient(t('change the target'), (client) => switchTarget(client, target))}
          slotProps={{ input: { 'aria-label': `${name}: on` } }}
        />
      </td>
      <td>
        <button type="button" className="alert-rule-name" disabled={reason !== undefined} onClick={onEdit}>
          <SafeText text={name} />
        </button>
      </td>
      <td className="alert-words">{toLabel(target)}</td>
      <td className="alert-words">
        {isCriticalOnly ? 'critical' : 'all'}
        {withEnds ? t(', with ends') : ''}
        {hasMute && <span className="muted"> (muted until {formatLocal(mutedUntil ?? 0)})</span>}
      </td>
      <td className="alert-words">
        <LastMessage target={target} now={now} />
      </td>
      <td>
        <ActionMenu label={t('Actions of {name}', { name })} actions={actions} />
      </td>
    </tr>
  );
}

function LastMessage({ target, now }: { readonly target: AlertTarget; readonly now: number }) {
  const { last, waiting, nextAttemptAt } = target;
  return (
    <>
      {last === null && <span className="muted">{t('none yet')}</span>}
      {last !== null && (
        <>
          <span className={`badge ${last.outcome === 'sent' ? 'good' : 'red'}`}>{last.outcome}</span>{' '}
          {contentLabel(last.alerts)}, <Moment time={last.at} now={now} />
          <span className="muted target-detail">
            <SafeText text={last.detail} />
          </span>
        </>
      )}
      {waiting > 0 && (
        <span className="muted target-detail">
          {contentLabel(waiting)} {waiting === 1 ? 'waits' : 'wait'}
          {nextAttemptAt !== null &&
            t(', next attempt {nextAttemptAt}', { nextAttemptAt: nextLabel(nextAttemptAt, now) })}
        </span>
      )}
    </>
  );
}

function contentLabel(alerts: number): string {
  if (alerts === 0) return 'test';
  return alerts === 1 ? '1 alert' : t('{alerts} alerts', { alerts });
}

function nextLabel(time: number, now: number): string {
  const seconds = Math.max(0, time - now);
  if (seconds < 10) return 'now';
  return seconds < 90 ? `in ${Math.round(seconds)} s` : t('in {Math} min', { Math: Math.round(seconds / 60) });
}

function toLabel({ route }: AlertTarget): string {
  if (route.by === 'mail') return route.to.join(', ');
  return route.isSigned ? `${route.origin}, signed` : route.origin;
}

function removalHint({ route }: AlertTarget): string {
  return route.by === 'mail' ? t('What waits for it is not sent') : t('Its address and its secret are gone then');
}
