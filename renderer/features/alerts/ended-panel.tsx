// SPDX-License-Identifier: Apache-2.0
/** The alerts that ended lately, the newest first. */

import type { Alert, AlertState } from '../../../contract/model/alerts/alert.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { formatDuration } from '../../lib/moments.ts';
import { AlertText } from './alert-text.tsx';
import { SeverityLabel } from './severity-label.tsx';
import { t } from '../../lib/language/t.ts';

interface EndedPanelProps {
  readonly state: AlertState;
  readonly now: number;
}

const maxShown = 50;

const endLabels: Readonly<Record<Exclude<Alert['endedBy'], null>, string>> = {
  condition: t('It is over'),
  person: t('Acknowledged'),
  rule: t('Its rule was changed'),
  trial: t('A trial'),
};

export function EndedPanel({ state, now }: EndedPanelProps) {
  const ended = state.alerts.filter(({ endedAt }) => endedAt !== null).slice(0, maxShown);
  if (ended.length === 0) return null;
  return (
    <Panel title={t('Earlier')} isFlush>
      <div className="table-scroll">
        <table className="table alert-table alert-ended" aria-label={t('Alerts that have ended')}>
          <thead>
            <tr>
              <th style={{ width: 100 }}>{t('Severity')}</th>
              <th>{t('Alert')}</th>
              <th style={{ width: 100 }}>{t('Began')}</th>
              <th style={{ width: 110 }}>{t('Lasted')}</th>
              <th style={{ width: 160 }}>{t('End')}</th>
            </tr>
          </thead>
          <tbody>
            {ended.map((alert) => (
              <tr key={alert.id}>
                <td>
                  <SeverityLabel kind={alert.kind} />
                </td>
                <td className="alert-words">
                  <AlertText alert={alert} />
                </td>
                <td>
                  <Moment time={alert.begunAt} now={now} />
                </td>
                <td>{alert.endedBy === 'trial' ? '–' : formatDuration((alert.endedAt ?? now) - alert.begunAt)}</td>
                <td className="muted">{alert.endedBy === null ? '' : endLabels[alert.endedBy]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
