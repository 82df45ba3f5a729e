// SPDX-License-Identifier: Apache-2.0
/** The host at a glance: usage, isolation, denials and activity. */

import { Panel } from '../../ui/panel.tsx';
import { RangeControl } from '../usage/range-control.tsx';
import { UsageChartGroup } from '../usage/usage-chart-group.tsx';
import { useContainers } from '../containers/containers.ts';
import { FirstRun } from '../doctor/first-run.tsx';
import { useFeeds } from '../../host/feeds.ts';
import { useHostInfo } from '../../host/connection.ts';
import { useHostLabel } from '../../host/main-process.ts';
import { HostCharts } from './host-charts.tsx';
import { HostFacts } from './host-facts.tsx';
import { MostUsed } from './most-used.tsx';
import { RecentActivity } from './recent-activity.tsx';
import { RecentDenials } from './recent-denials.tsx';
import { StateCounts } from './state-counts.tsx';
import { ConfinementCounts } from './confinement-counts.tsx';
import { t } from '../../lib/language/t.ts';
import './overview.css';

export function OverviewPage() {
  const info = useHostInfo();
  const label = useHostLabel();
  const isKnown = useFeeds(({ containers }) => containers.status === 'ready');
  const isFirstRun = useContainers(({ byName }) => byName.size === 0) && isKnown;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{label ?? t('Overview')}</h1>
        {info !== undefined && info.hostname !== label && <span className="muted">{info.hostname}</span>}
        {info !== undefined && (
          <span className="muted">
            {t('{operatingSystem}, Linux {kernel}', { operatingSystem: info.operatingSystem, kernel: info.kernel })}
          </span>
        )}
      </div>
      <div className="overview-top">
        <ConfinementCounts />
        <StateCounts />
        <HostFacts />
      </div>
      {isFirstRun && <FirstRun />}
      <UsageChartGroup>
        <Panel title={t('Host')} actions={<RangeControl />} isFlush>
          <HostCharts />
        </Panel>
        <MostUsed />
      </UsageChartGroup>
      <div className="grid-2">
        <RecentDenials />
        <RecentActivity />
      </div>
    </div>
  );
}
