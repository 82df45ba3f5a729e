// SPDX-License-Identifier: Apache-2.0
/** Shows one row for each host: how it stands to this window, and what it was like when it was last heard. */

import Button from '@mui/material/Button';
import type { HostEntry } from '../../../contract/bridge.ts';
import type { Alert } from '../../../contract/model/alerts/alert.ts';
import { judgeHost } from '../../../contract/model/isolation/judge-host.ts';
import { forgetVerdict } from '../../../contract/model/isolation/verdict.ts';
import { retryNow, useConnection } from '../../host/connection.ts';
import { type HostView, useHostView } from '../../host/host-status.ts';
import { selinuxLabel } from '../../host/selinux-labels.ts';
import { formatAsOf } from '../../lib/moments.ts';
import { formatDecimal } from '../../lib/units.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useCoarseClock } from '../../window/clock.ts';
import { alertTone } from '../alerts/alert-tone.ts';
import { useHostAlerts } from '../alerts/host-alerts.ts';
import { isOn } from '../members/memberships.ts';
import { useSpanName } from '../denials/denial-span.ts';
import { VerdictSign } from '../containers/verdict/verdict-sign.tsx';
import { useHostCauses } from './host-causes.ts';
import { useFleet } from './fleet.ts';
import { goToHost } from './go-to-host.ts';
import { t } from '../../lib/language/t.ts';

export function FleetHosts({ hosts }: { readonly hosts: readonly HostEntry[] }) {
  const span = useSpanName();
  return (
    <Panel title={t('Hosts')} isFlush>
      <div className="table-scroll">
        <table className="table fleet-table" aria-label={t('Hosts')}>
          <thead>
            <tr>
              <th>{t('Host')}</th>
              <th>{t('State')}</th>
              <th>{t('SELinux')}</th>
              <th>{t('Isolation')}</th>
              <th className="number" title={t('Running containers, of all')}>
                {t('Running')}
              </th>
              <th className="number" title={t('Active alerts')}>
                {t('Alerts')}
              </th>
              <th className="number" title={t('Causes of denials of containers that need action, in {span}', { span })}>
                {t('Causes')}
              </th>
              <th
                className="number fleet-load"
                title={t('Load average of the last minute, and the number of processors')}
              >
                {t('Load')}
              </th>
              <th className="number">{t('Last heard')}</th>
            </tr>
          </thead>
          <tbody>
            {hosts.map((host) => (
              <HostRow key={host.id} host={host} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function HostRow({ host }: { readonly host: HostEntry }) {
  const view = useHostView(host);
  const info = useConnection((state) => state.infos.get(host.id));
  const known = useFleet(({ byHost }) => byHost.get(host.id));
  const alerts = useHostAlerts(({ byHost }) => byHost.get(host.id));
  const now = useCoarseClock(10);
  const isOld = view.status !== 'connected';
  const { label, tone } = selinuxLabel(info?.selinux);
  const containers = known?.containers;
  const own = [...(containers?.values() ?? [])].filter((container) => isOn(host.id, container));
  const verdicts = containers && own.map(({ isolation }) => isolation);
  const verdict = judgeHost({ selinux: info?.selinux.status, verdicts });
  const running = own.filter(({ state }) => state === 'running').length;
  const causes = useHostCauses(host.id);
  const none = <span className="faint">–</span>;
  return (
    <tr className={isOld ? 'stale' : ''}>
      <td>
        <button type="button" className="link" onClick={() => goToHost(host.id, { page: 'overview' })}>
          {host.label}
        </button>
      </td>
      <td>
        <StateCell host={host} view={view} now={now} />
      </td>
      <td>{info === undefined ? none : <span className={`mode ${tone}`}>{label.replace('SELinux ', '')}</span>}</td>
      <td>
        <VerdictSign verdict={isOld ? forgetVerdict(verdict) : verdict} />
      </td>
      <td className="number">
        {containers === undefined ? none : t('{running} of {all}', { running, all: own.length })}
      </td>
      <td className="number" title={alerts?.problem}>
        {alerts === undefined || alerts.problem !== undefined ? none : <AlertCount alerts={alerts.lasting} />}
      </td>
      <td className="number">
        {containers === undefined ? none : <span className={causes > 0 ? 'fleet-causes-count' : ''}>{causes}</span>}
      </td>
      <td className="number fleet-load">
        {known?.load === undefined ? none : `${formatDecimal(known.load, 2)} / ${info?.cpus ?? '?'}`}
      </td>
      <td className="number">
        {view.heardAt === undefined ? t('never') : <HeardCell at={view.heardAt} isOld={isOld} />}
      </td>
    </tr>
  );
}

function AlertCount({ alerts }: { readonly alerts: readonly Alert[] }) {
  return <span className={alertTone(alerts)}>{alerts.length}</span>;
}

function HeardCell({ at, isOld }: { readonly at: number; readonly isOld: boolean }) {
  const now = useCoarseClock(10);
  // A connected host is heard each half minute: the seconds since then say nothing.
  return isOld ? (
    <Moment time={at} now={now} />
  ) : (
    <span title={t('Last heard {at}', { at: formatAsOf(at, now) })}>{t('now')}</span>
  );
}

interface StateCellProps {
  readonly host: HostEntry;
  readonly view: HostView;
  readonly now: number;
}

function StateCell({ host, view, now }: StateCellProps) {
  const problems = useFleet(({ byHost }) => byHost.get(host.id)?.problems);
  const { status, label, reason, heardAt } = view;
  const isOld = status === 'lost' || status === 'held' || status === 'denied';
  return (
    <span className="fleet-state" title={[reason, ...(problems ?? [])].filter((text) => text !== undefined).join('\n')}>
      <i className={`host-dot ${status}`} aria-hidden="true" />
      <span>{label}</span>
      {isOld && heardAt !== undefined && (
        <span className="muted">, {t('as of {heardAt}', { heardAt: formatAsOf(heardAt, now) })}</span>
      )}
      {status === 'connected' && (problems ?? []).length > 0 && <span className="badge amber">{t('in part')}</span>}
      {status === 'held' && (
        <Button
          size="small"
          color="inherit"
          variant="outlined"
          aria-label={t('Connect {label}', { label: host.label })}
          onClick={() => retryNow(host.id)}
        >
          {t('Connect')}
        </Button>
      )}
    </span>
  );
}
