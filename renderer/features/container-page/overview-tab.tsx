// SPDX-License-Identifier: Apache-2.0
/** What a container uses and used, and what happened lately. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { ChartGroup } from '../../ui/chart/chart-group.tsx';
import { RangeControl } from '../../ui/chart/range-control.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useChartEndTime } from '../usage/chart-end-time.ts';
import { usageSeconds } from '../usage/usage.ts';
import { HealthPanel } from '../health/health-panel.tsx';
import { ContainerActivity } from './container-activity.tsx';
import { ContainerCharts } from './container-charts.tsx';
import { t } from '../../lib/language/t.ts';

interface OverviewTabProps {
  readonly container: Container;
}

export function OverviewTab({ container }: OverviewTabProps) {
  const time = useChartEndTime();
  return (
    <>
      <HealthPanel container={container} />
      <ChartGroup time={time} seconds={usageSeconds}>
        <Panel title={t('Resource usage')} actions={<RangeControl />} isFlush>
          <ContainerCharts container={container} />
        </Panel>
      </ChartGroup>
      <ContainerActivity name={container.name} />
    </>
  );
}
