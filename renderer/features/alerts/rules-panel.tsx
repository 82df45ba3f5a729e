// SPDX-License-Identifier: Apache-2.0
/** The rules by which the helper alerts, and what can be done with each. */

import Add from '@mui/icons-material/Add';
import Switch from '@mui/material/Switch';
import { useState } from 'react';
import { describeCondition } from '../../../contract/wording/alerts/describe-alert.ts';
import { type AlertRule, type AlertState, isMuted } from '../../../contract/model/alerts/alert.ts';
import { alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import type { Client } from '../../../rpc/client.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { Empty } from '../../ui/placeholder.tsx';
import { Panel } from '../../ui/panel.tsx';
import { formatLocal } from '../../lib/moments.ts';
import { keepUnits } from '../../lib/keep-units.ts';
import { withinSentence } from '../../lib/sentence.ts';
import { useIsConnected } from '../../host/connection.ts';
import { withClient } from '../../host/with-client.ts';
import { muteRule, removeRule, setRule, tryRule } from './alerts-store.ts';
import { muteSpans } from './mute-spans.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { SeverityLabel } from './severity-label.tsx';
import { t } from '../../lib/language/t.ts';

interface RulesPanelProps {
  readonly state: AlertState;
  readonly now: number;
}

export function RulesPanel({ state, now }: RulesPanelProps) {
  const [edited, setEdited] = useState<AlertRule | 'new' | undefined>(undefined);
  const reason = useIsConnected() ? undefined : t('There is no connection to the host.');
  return (
    <Panel
      title={t('Rules')}
      isFlush
      actions={<ActionButton label={t('Add rule')} icon={<Add />} reason={reason} onAction={() => setEdited('new')} />}
    >
      {state.rules.length === 0 && (
        <Empty
          title={t('No rules')}
          action={
            <ActionButton
              label={t('Add the first rule')}
              variant="outlined"
              reason={reason}
              onAction={() => setEdited('new')}
            />
          }
        >
          {t(
            'Nothing is watched on this host. A rule says of what the helper alerts: memory, disk, denials, restarts.',
          )}
        </Empty>
      )}
      {state.rules.length > 0 && (
        <div className="table-scroll">
          <table className="table alert-table alert-rules" aria-label={t('Alert rules')}>
            <thead>
              <tr>
                <th style={{ width: 56 }}>{t('On')}</th>
                <th>{t('Rule')}</th>
                <th style={{ width: 110 }}>{t('Severity')}</th>
                <th>{t('Condition')}</th>
                <th>{t('Applies to')}</th>
                <th style={{ width: 48 }}>
                  <span className="visually-hidden">{t('Actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {state.rules.map((rule) => (
                <RuleRow key={rule.id} rule={rule} now={now} reason={reason} onEdit={() => setEdited(rule)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited !== undefined && (
        <RuleDialog rule={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </Panel>
  );
}

interface RuleRowProps {
  readonly rule: AlertRule;
  readonly now: number;
  /** Why nothing can be done with it; undefined when it can. */
  readonly reason: string | undefined;
  readonly onEdit: () => void;
}

function RuleRow({ rule, now, reason, onEdit }: RuleRowProps) {
  const { title, of, meaning } = alertKindOf(rule.kind);
  const hasMute = isMuted(rule, now);

  function action(label: string, hint: string, run: (client: Client) => Promise<void>): MenuAction {
    return { label, hint, reason, run: () => withClient(withinSentence(label), run) };
  }
  function handleToggle(): void {
    const { id: _, mutedUntil: __, ...choice } = rule;
    withClient(t('change the rule'), async (client) => {
      await setRule(client, { ...choice, isEnabled: !rule.isEnabled }, rule);
    });
  }
  const actions: readonly MenuAction[] = [
    { label: t('Edit'), hint: t('Threshold, time and containers'), reason, run: onEdit },
    action(t('Try'), t('Sends an alert that says that it is a trial'), (client) => tryRule(client, rule)),
    ...(hasMute
      ? [action(t('Unmute'), t('Notifies again'), (client) => muteRule(client, rule, 0))]
      : muteSpans.map(({ label, seconds }) =>
          action(label, t('Alerts are recorded without a notification'), (client) => muteRule(client, rule, seconds)),
        )),
    action(t('Remove'), t('Ends its alerts'), (client) => removeRule(client, rule)),
  ];
  return (
    <tr className={rule.isEnabled ? '' : 'alert-off'}>
      <td>
        <Switch
          size="small"
          checked={rule.isEnabled}
          disabled={reason !== undefined}
          onChange={handleToggle}
          slotProps={{ input: { 'aria-label': t('{name}: on', { name: title }) } }}
        />
      </td>
      <td>
        <button
          type="button"
          className="alert-rule-name"
          title={meaning}
          disabled={reason !== undefined}
          onClick={onEdit}
        >
          {title}
        </button>
      </td>
      <td>
        <SeverityLabel kind={rule.kind} />
      </td>
      <td>
        {keepUnits(describeCondition(rule))}
        {hasMute && (
          <span className="muted"> {t('(muted until {until})', { until: formatLocal(rule.mutedUntil ?? 0) })}</span>
        )}
      </td>
      <td className={rule.containers.length > 1 ? 'alert-words' : ''}>
        {of === 'host' ? t('the host') : containersLabel(rule.containers)}
      </td>
      <td>
        <ActionMenu label={t('Actions of {title}', { title })} actions={actions} />
      </td>
    </tr>
  );
}

function containersLabel(names: readonly string[]): string {
  if (names.length === 0) return t('every container');
  return names.length <= 3 ? names.join(', ') : t('{count} containers', { count: names.length });
}
