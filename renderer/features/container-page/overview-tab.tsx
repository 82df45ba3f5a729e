// SPDX-License-Identifier: Apache-2.0
/** What a container uses and used, and what happened lately. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { Panel } from '../../ui/panel.tsx';
import { RangeControl } from '../usage/range-control.tsx';
import { UsageChartGroup } from '../usage/usage-chart-group.tsx';
import { HealthPanel } from '../health/health-panel.tsx';
import { ContainerActivity } from './container-activity.tsx';
import { ContainerCharts } from './container-charts.tsx';
import { t } from '../../lib/language/t.ts';

interface OverviewTabProps {
  readonly container: Container;
}

export function OverviewTab({ container }: OverviewTabProps) {
  return (
    <>
      <HealthPanel container={container} />
      <UsageChartGroup>
        <Panel title={t('Resource usage')} actions={<RangeControl />} isFlush>
          <ContainerCharts container={container} />
        </Panel>
      </UsageChartGroup>
      <ContainerActivity name={container.name} />
    </>
  );
}
