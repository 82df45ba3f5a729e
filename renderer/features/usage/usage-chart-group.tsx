// SPDX-License-Identifier: Apache-2.0
/** Charts of a page that share their time, which stands in the address. */

import type { ReactNode } from 'react';
import { ChartGroup } from '../../ui/chart/chart-group.tsx';
import { chooseTime, useLocation } from '../../window/location.ts';
import { useChartEndTime } from './chart-end-time.ts';
import { usageSeconds } from './usage.ts';

export function UsageChartGroup({ children }: { readonly children: ReactNode }) {
  const choice = useLocation(({ time }) => time);
  return (
    <ChartGroup time={useChartEndTime()} seconds={usageSeconds} choice={choice} onChoice={chooseTime}>
      {children}
    </ChartGroup>
  );
}
