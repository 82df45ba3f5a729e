// SPDX-License-Identifier: Apache-2.0
/** Shows the host at a glance: usage, isolation, denials and activity. */

import { Panel } from '../../ui/panel.tsx';
import { Empty } from '../../ui/placeholder.tsx';
import { RangeControl } from '../usage/range-control.tsx';
import { useSamples } from '../usage/samples.ts';
import { UsageChartGroup } from '../usage/usage-chart-group.tsx';
import { useContainers } from '../containers/containers.ts';
import { FirstRun } from '../doctor/first-run.tsx';
import { useFeeds } from '../../host/feeds.ts';
import { useHostInfo, useIsConnected } from '../../host/connection.ts';
import { useHostLabel } from '../../host/main-process.ts';
import { HostCharts } from './host-charts.tsx';
import { HostFacts } from './host-facts.tsx';
import { RecentActivity } from './recent-activity.tsx';
import { RecentDenials } from './recent-denials.tsx';
import { StateCounts } from './state-counts.tsx';
import { ConfinementCounts } from './confinement-counts.tsx';
import { t } from '../../lib/language/t.ts';
import './overview.css';
import { createPart } from '../../ui/part.tsx';

/** Its list of choices is more script than the rest of the page. */
const MostUsed = createPart(async () => (await import('./most-used.tsx')).MostUsed, { isAfterPicture: true });

export function OverviewPage() {
  const info = useHostInfo();
  const label = useHostLabel();
  const isConnected = useIsConnected();
  const hasSamples = useSamples(({ time }) => time > 0) || isConnected;
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
      <div className="grid-2">
        <RecentDenials />
        <RecentActivity />
      </div>
      {hasSamples ? (
        <UsageChartGroup>
          <Panel title={t('Host')} actions={<RangeControl />} isFlush>
            <HostCharts />
          </Panel>
          <MostUsed />
        </UsageChartGroup>
      ) : (
        <Panel title={t('Host')}>
          <Empty title={t('No samples of this host')}>
            {t('CPU, memory, disk and network are drawn as soon as the host is reached.')}
          </Empty>
        </Panel>
      )}
    </div>
  );
}
