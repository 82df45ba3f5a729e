// SPDX-License-Identifier: Apache-2.0
/** The hosts: which is shown, how each stands, SELinux's mode where it is known, and its causes that need action. */

import Add from '@mui/icons-material/Add';
import Notifications from '@mui/icons-material/NotificationsOutlined';
import Dns from '@mui/icons-material/DnsOutlined';
import Close from '@mui/icons-material/Close';
import type { HostEntry } from '../../../contract/bridge.ts';
import type { Alert } from '../../../contract/model/alerts/alert.ts';
import { alertTone } from '../../features/alerts/alert-tone.ts';
import { useHostAlerts } from '../../features/alerts/host-alerts.ts';
import { useSpanName } from '../../features/denials/denial-span.ts';
import { describeActionCauses } from '../../features/denials/model/describe-action-causes.ts';
import { useHostCauses } from '../../features/fleet/host-causes.ts';
import { visitHost } from '../../features/getting-started/visit-host.ts';
import { formatAsOf } from '../../lib/moments.ts';
import { formatRoute } from '../../lib/route.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { selinuxLabel } from '../../host/selinux-labels.ts';
import { useConnection } from '../../host/connection.ts';
import { useHostView } from '../../host/host-status.ts';
import { useCoarseClock } from '../../window/clock.ts';
import { openDialog } from '../../window/dialogs.ts';
import { useLocation } from '../../window/location.ts';
import { useNarrow } from '../../window/use-narrow.ts';
import { forgetHost, useWindow } from '../../host/main-process.ts';
import { t } from '../../lib/language/t.ts';
import { shellCan } from '../../lib/shell.ts';

export function HostList() {
  const hosts = useWindow((state) => state.hosts);
  const current = useWindow((state) => state.hostId);
  const isNarrow = useNarrow();
  const isFleet = useLocation(({ route }) => route.page === 'hosts');
  return (
    <section className="hosts" aria-label={t('List of hosts')}>
      {shellCan('add-hosts') && (
        <header>
          <a
            href={formatRoute({ page: 'hosts', filter: '' })}
            className={isFleet ? 'current' : ''}
            aria-current={isFleet ? 'page' : undefined}
            data-tip={isNarrow ? t('All hosts') : undefined}
          >
            <Dns aria-hidden="true" />
            <span className="rail-label">{t('All hosts')}</span>
          </a>
          <ActionButton
            label={t('Add host')}
            isCompact
            icon={<Add />}
            reason={undefined}
            onAction={() => openDialog({ kind: 'add-host' })}
          />
        </header>
      )}
      <ul>
        {hosts.map((host) => (
          <HostItem key={host.id} host={host} isCurrent={host.id === current && !isFleet} />
        ))}
      </ul>
    </section>
  );
}

interface HostItemProps {
  readonly host: HostEntry;
  readonly isCurrent: boolean;
}

function HostItem({ host, isCurrent }: HostItemProps) {
  const info = useConnection((state) => state.infos.get(host.id));
  const { status, label, reason, heardAt } = useHostView(host);
  const now = useCoarseClock(10);
  const causes = useHostCauses(host.id);
  const span = useSpanName();
  const alerts = useHostAlerts(({ byHost }) => byHost.get(host.id)?.lasting) ?? [];
  const mode = selinuxLabel(info?.selinux);
  // The mode is only known of a host that is connected, so it says that too.
  const hasMode = info !== undefined && status === 'connected';
  const isOld = heardAt !== undefined && (status === 'lost' || status === 'held' || status === 'denied');
  function handleChoose(): void {
    visitHost(host.id);
  }
  return (
    <li className={isCurrent ? 'current' : ''}>
      <button
        type="button"
        className="host"
        aria-current={isCurrent}
        title={`${host.label}\n${reason ?? `${host.id}: ${label}`}`}
        onClick={handleChoose}
      >
        <i className={`host-dot ${status}`} aria-hidden="true" />
        <span className="truncate host-name">{host.label}</span>
        <span className="host-mode">
          <span className={hasMode ? 'visually-hidden' : ''}>
            {isOld ? `${label}, ${formatAsOf(heardAt, now)}` : label}
          </span>
          {hasMode && (
            <span className={`mode ${mode.tone}`} title={`${mode.label}. ${mode.meaning}`}>
              {mode.label}
            </span>
          )}
        </span>
        {alerts.length > 0 && <AlertBadge alerts={alerts} isOld={isOld} />}
        {causes > 0 && (
          <span className={`host-causes${isOld ? ' stale' : ''}`} title={describeActionCauses(causes, span)}>
            <span aria-hidden="true">{causes}</span>
            <span className="visually-hidden">{describeActionCauses(causes, span)}</span>
          </span>
        )}
      </button>
      {host.isRemovable && (
        <ActionButton
          label={t('Forget host {label}', { label: host.label })}
          isCompact
          icon={<Close style={{ fontSize: 14 }} />}
          reason={undefined}
          onAction={() => void forgetHost(host)}
        />
      )}
    </li>
  );
}

interface AlertBadgeProps {
  readonly alerts: readonly Alert[];
  /** What is known is that of the lost connection. */
  readonly isOld: boolean;
}

function AlertBadge({ alerts, isOld }: AlertBadgeProps) {
  const count = alerts.length;
  return (
    <span
      className={`host-alerts ${isOld ? 'stale' : alertTone(alerts)}`}
      title={t('{count, plural, one {# active alert} other {# active alerts}}', { count })}
    >
      <Notifications aria-hidden="true" />
      {count}
      <span className="visually-hidden">
        {' '}
        {t('{count, plural, one {active alert} other {active alerts}}', { count })}
      </span>
    </span>
  );
}
