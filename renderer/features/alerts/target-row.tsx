// SPDX-License-Identifier: Apache-2.0
/** Shows one target of alerts. */

import Switch from '@mui/material/Switch';
import { isMuted } from '../../../contract/model/alerts/alert.ts';
import type { AlertTarget } from '../../../contract/model/alerts/alert-target.ts';
import type { Client } from '../../../rpc/client.ts';
import { withClient } from '../../host/with-client.ts';
import { formatLocal } from '../../lib/moments.ts';
import { withinSentence } from '../../lib/sentence.ts';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { Moment } from '../../ui/time/moment.tsx';
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

const outcomeLabels = { sent: t('sent'), failed: t('failed') } as const;

export function TargetRow({ target, now, reason, onEdit }: TargetRowProps) {
  const { name, isEnabled, isCriticalOnly, withEnds, mutedUntil } = target;
  const hasMute = isMuted(target, now);

  function action(label: string, hint: string, run: (client: Client) => Promise<void>): MenuAction {
    return { label, hint, reason, run: () => withClient(withinSentence(label), run) };
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
          slotProps={{ input: { 'aria-label': t('{name}: on', { name }) } }}
        />
      </td>
      <td>
        <button type="button" className="alert-rule-name" disabled={reason !== undefined} onClick={onEdit}>
          <SafeText text={name} />
        </button>
      </td>
      <td className="alert-words">{toLabel(target)}</td>
      <td className="alert-words">
        {t('{scope, select, critical {critical} other {all}}{ends, select, yes {, with ends} other {}}', {
          scope: isCriticalOnly ? 'critical' : 'all',
          ends: withEnds ? 'yes' : 'no',
        })}
        {hasMute && (
          <span className="muted"> {t('(muted until {until})', { until: formatLocal(mutedUntil ?? 0) })}</span>
        )}
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
          <span className={`badge ${last.outcome === 'sent' ? 'good' : 'red'}`}>{outcomeLabels[last.outcome]}</span>{' '}
          {contentLabel(last.alerts)}, <Moment time={last.at} now={now} />
          <span className="muted target-detail">
            <SafeText text={last.detail} />
          </span>
        </>
      )}
      {waiting > 0 && (
        <span className="muted target-detail">
          {nextAttemptAt === null
            ? t('{count, plural, one {1 alert waits} other {{count} alerts wait}}', { count: waiting })
            : t(
                '{count, plural, one {1 alert waits, next attempt {next}} other {{count} alerts wait, next attempt {next}}}',
                { count: waiting, next: nextLabel(nextAttemptAt, now) },
              )}
        </span>
      )}
    </>
  );
}

function contentLabel(alerts: number): string {
  return t('{alerts, plural, =0 {test} one {1 alert} other {{alerts} alerts}}', { alerts });
}

function nextLabel(time: number, now: number): string {
  const seconds = Math.max(0, time - now);
  if (seconds < 10) return t('now');
  return seconds < 90
    ? t('in {seconds} s', { seconds: Math.round(seconds) })
    : t('in {minutes} min', { minutes: Math.round(seconds / 60) });
}

function toLabel({ route }: AlertTarget): string {
  if (route.by === 'mail') return route.to.join(', ');
  return route.isSigned ? t('{origin}, signed', { origin: route.origin }) : route.origin;
}

function removalHint({ route }: AlertTarget): string {
  return route.by === 'mail' ? t('What waits for it is not sent') : t('Its address and its secret are gone then');
}
