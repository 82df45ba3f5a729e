// SPDX-License-Identifier: Apache-2.0
/** The active alerts, the newest first. */

import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import Button from '@mui/material/Button';
import { type AlertState, isMuted } from '../../../contract/model/alerts/alert.ts';
import { Empty } from '../../ui/placeholder.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { withClient } from '../../host/with-client.ts';
import { AlertText } from './alert-text.tsx';
import { endAlert } from './alerts-store.ts';
import { lastingAlerts } from './host-alerts.ts';
import { SeverityLabel } from './severity-label.tsx';
import { t } from '../../lib/language/t.ts';

interface LastingPanelProps {
  readonly state: AlertState;
  readonly now: number;
}

export function LastingPanel({ state, now }: LastingPanelProps) {
  const alerts = lastingAlerts(state);
  const muted = new Set(state.rules.filter((rule) => isMuted(rule, now)).map(({ id }) => id));
  const areWatched = state.rules.some(({ isEnabled }) => isEnabled);
  return (
    <Panel
      title={t('Active alerts')}
      actions={alerts.length > 0 && <span className="muted">{alerts.length}</span>}
      isFlush
    >
      {alerts.length === 0 && (
        <Empty
          title={areWatched ? t('No alerts') : t('Nothing is watched')}
          icon={areWatched ? <CheckCircle className="alert-none" /> : undefined}
        >
          {areWatched
            ? t('The helper watches the host by the rules below, also while no window is open.')
            : t('Add a rule, or switch one on.')}
        </Empty>
      )}
      {alerts.length > 0 && (
        <ul className="alert-list" aria-label={t('Active alerts')}>
          {alerts.map((alert) => (
            <li key={alert.id}>
              <SeverityLabel kind={alert.kind} />
              <span className="grow">
                <AlertText alert={alert} />
                {muted.has(alert.rule) && <span className="muted"> {t('(muted)')}</span>}
              </span>
              <span className="muted">
                <Moment time={alert.begunAt} now={now} />
              </span>
              <Button
                color="inherit"
                variant="outlined"
                title={t('Ends the alert. It begins again only after its condition was over.')}
                onClick={() => withClient(t('acknowledge the alert'), (client) => endAlert(client, alert))}
              >
                {t('Acknowledge')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
