// SPDX-License-Identifier: Apache-2.0
/** The left side: hosts, and the sections of the current one. */

import DashboardOutlined from '@mui/icons-material/DashboardOutlined';
import Lan from '@mui/icons-material/LanOutlined';
import GppMaybe from '@mui/icons-material/GppMaybeOutlined';
import Shield from '@mui/icons-material/ShieldOutlined';
import HealthAndSafety from '@mui/icons-material/HealthAndSafetyOutlined';
import Key from '@mui/icons-material/KeyOutlined';
import Layers from '@mui/icons-material/LayersOutlined';
import History from '@mui/icons-material/History';
import GridView from '@mui/icons-material/GridViewOutlined';
import Hub from '@mui/icons-material/HubOutlined';
import Inventory from '@mui/icons-material/Inventory2Outlined';
import Notifications from '@mui/icons-material/NotificationsOutlined';
import Policy from '@mui/icons-material/PolicyOutlined';
import type { ReactNode } from 'react';
import { formatRoute, type Route } from '../../lib/route.ts';
import { useAlerts } from '../../features/alerts/alerts-store.ts';
import { lastingAlerts } from '../../features/alerts/host-alerts.ts';
import { useIsMember } from '../../features/cluster/member-hosts.ts';
import { useContainers } from '../../features/containers/containers.ts';
import { useActionCauses } from '../../features/denials/action-causes.ts';
import { describeActionCauses } from '../../features/denials/model/describe-action-causes.ts';
import { useSpanName } from '../../features/denials/denial-span.ts';
import { useDoctor } from '../../features/doctor/doctor-store.ts';
import { useTips } from '../../ui/use-tips.tsx';
import { useLocation } from '../../window/location.ts';
import { useNarrow } from '../../window/use-narrow.ts';
import { HostList } from './host-list.tsx';
import { Logo } from './logo.tsx';
import { RuntimeLine } from './runtime-line.tsx';
import { t } from '../../lib/language/t.ts';

export function Rail() {
  const page = useLocation(({ route }) =>
    route.page === 'container' || route.page === 'compare' ? 'containers' : route.page,
  );
  const containers = useContainers((state) => state.byName.size);
  const causes = useActionCauses().total;
  const span = useSpanName();
  const open = useContainers(
    ({ byName }) => [...byName.values()].filter(({ isolation }) => isolation.state === 'not-isolated').length,
  );
  const alerts = useAlerts((state) => lastingAlerts(state).length);
  const isMember = useIsMember();
  const failed = useDoctor(({ checks }) => checks?.filter(({ state }) => state === 'fail').length ?? 0);
  const isNarrow = useNarrow();
  const { handlers, tip } = useTips();
  return (
    <div className={isNarrow ? 'rail folded' : 'rail'} role="region" aria-label={t('Hosts and sections')} {...handlers}>
      <div className="brand">
        <Logo /> <span className="rail-label">{'Bulkhead'}</span>
      </div>
      <nav aria-label={t('Sections')}>
        <RailLink
          label={t('Overview')}
          route={{ page: 'overview' }}
          icon={<DashboardOutlined />}
          isCurrent={page === 'overview' || page === 'control-groups'}
        />
        <RailLink
          label={t('Containers')}
          route={{ page: 'containers', filter: '' }}
          icon={<Inventory />}
          isCurrent={page === 'containers'}
          count={containers}
        />
        <RailLink
          label={t('Workspace')}
          route={{ page: 'workspace' }}
          icon={<GridView />}
          isCurrent={page === 'workspace'}
        />
        <RailLink
          label={t('Images')}
          route={{ page: 'images', filter: '' }}
          icon={<Layers />}
          isCurrent={page === 'images'}
        />
        <RailLink
          label={t('Denials')}
          route={{ page: 'denials', filter: '' }}
          icon={<GppMaybe />}
          isCurrent={page === 'denials'}
          count={causes}
          hint={describeActionCauses(causes, span)}
          isAmber
        />
        <RailLink
          label={t('Policy')}
          route={{ page: 'policy', name: '' }}
          icon={<Policy />}
          isCurrent={page === 'policy' || page === 'local-changes'}
        />
        <RailLink
          label={t('Isolation')}
          route={{ page: 'isolation', part: 'audit' }}
          icon={<Shield />}
          isCurrent={page === 'isolation'}
          count={open}
          hint={t('{count, plural, one {# container is not isolated} other {# containers are not isolated}}', {
            count: open,
          })}
          isAmber
        />
        <RailLink label={t('Networks')} route={{ page: 'networks' }} icon={<Hub />} isCurrent={page === 'networks'} />
        {isMember && (
          <RailLink label={t('Cluster')} route={{ page: 'cluster' }} icon={<Lan />} isCurrent={page === 'cluster'} />
        )}
        <RailLink
          label={t('Host check')}
          route={{ page: 'host-check' }}
          icon={<HealthAndSafety />}
          isCurrent={page === 'host-check' || page === 'selinux'}
          count={failed}
          hint={t('{count} failed checks of the host', { count: failed })}
        />
        <RailLink
          label={t('Alerts')}
          route={{ page: 'alerts' }}
          icon={<Notifications />}
          isCurrent={page === 'alerts'}
          count={alerts}
          hint={t('{count, plural, one {# active alert} other {# active alerts}}', { count: alerts })}
        />
        <RailLink
          label={t('Activity')}
          route={{ page: 'activity', filter: '' }}
          icon={<History />}
          isCurrent={page === 'activity'}
        />
        <RailLink label={t('Access')} route={{ page: 'access' }} icon={<Key />} isCurrent={page === 'access'} />
      </nav>
      <span style={{ flex: 1 }} />
      <HostList />
      <RuntimeLine />
      {tip}
    </div>
  );
}

interface RailLinkProps {
  readonly label: string;
  readonly route: Route;
  readonly icon: ReactNode;
  readonly isCurrent: boolean;
  readonly count?: number;
  /** What the count is of, with the count. */
  readonly hint?: string;
  /** The count asks for action. */
  readonly isAmber?: boolean;
}

function RailLink({ label, route, icon, isCurrent, count = 0, hint, isAmber = false }: RailLinkProps) {
  const isNarrow = useNarrow();
  return (
    <a
      className={`rail-link${isCurrent ? ' current' : ''}`}
      href={formatRoute(route)}
      aria-current={isCurrent ? 'page' : undefined}
      data-tip={isNarrow ? label : undefined}
    >
      {icon}
      <span className="rail-label">{label}</span>{' '}
      {count > 0 && (
        <span className={isAmber ? 'host-causes' : 'rail-count'} title={hint}>
          <span aria-hidden={hint !== undefined}>{count}</span>
          {hint !== undefined && <span className="visually-hidden">{hint}</span>}
        </span>
      )}
    </a>
  );
}
