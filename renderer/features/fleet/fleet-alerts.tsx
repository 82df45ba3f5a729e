// SPDX-License-Identifier: Apache-2.0
/** The active alerts on all hosts, the newest first. A row leads to the alerts of its host. */

import { useCoarseClock } from '../../window/clock.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { NoMatches } from '../../ui/placeholder.tsx';
import { AlertText } from '../alerts/alert-text.tsx';
import { SeverityLabel } from '../alerts/severity-label.tsx';
import type { FleetAlert } from './fleet-rows.ts';
import { goToHost } from './go-to-host.ts';
import { t } from '../../lib/language/t.ts';

interface FleetAlertsProps {
  readonly alerts: readonly FleetAlert[];
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

export function FleetAlerts({ alerts, isFiltered, onClear }: FleetAlertsProps) {
  const now = useCoarseClock(10);
  if (alerts.length === 0 && !isFiltered) return null;
  return (
    <Panel title={t('Active alerts')} actions={<span className="muted">{alerts.length}</span>} isFlush>
      {alerts.length === 0 && <NoMatches what={t('alerts')} onClear={onClear} />}
      <ul className="lines" aria-label={t('Alerts of all hosts')}>
        {alerts.map(({ host, alert }) => (
          <li key={`${host.id} ${alert.id}`}>
            <button type="button" onClick={() => goToHost(host.id, { page: 'alerts' })}>
              <span className="fleet-host truncate">{host.label}</span>
              <SeverityLabel kind={alert.kind} />
              <span className="grow">
                <AlertText alert={alert} isPlain />
              </span>
              <span className="faint when">
                <Moment time={alert.begunAt} now={now} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
