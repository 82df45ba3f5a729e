/** Ten minutes of a container at a second, with its limits, denials and state changes; and what happened lately. */

import type { Container } from '../../../contract/model/container.ts';
import { ChartGroup } from '../../components/chart/chart-group.tsx';
import type { ChartMark } from '../../components/chart/chart-marks.tsx';
import { RangeControl } from '../../components/chart/range-control.tsx';
import { TimeChart } from '../../components/chart/time-chart.tsx';
import { useChartHeight } from '../../components/chart/use-chart-height.ts';
import { hueColour } from '../../components/hue-mark.tsx';
import { Panel } from '../../components/panel.tsx';
import { usageSeconds } from '../../model/usage.ts';
import { formatBytes, formatPercent, formatRate } from '../../model/units.ts';
import { useDenialMarks } from '../../stores/denial-marks.ts';
import { useRightEdge } from '../../stores/right-edge.ts';
import { containerRing } from '../../stores/samples.ts';
import { ContainerActivity } from './container-activity.tsx';
import { useStateMarks } from './state-marks.ts';

interface OverviewTabProps {
  readonly container: Container;
}

export function OverviewTab({ container }: OverviewTabProps) {
  const { name, limits } = container;
  const time = useRightEdge();
  const ring = containerRing(name);
  const denialMarks = useDenialMarks(name);
  const stateMarks = useStateMarks(name);
  const marks: readonly ChartMark[] = [...denialMarks, ...stateMarks];
  const hue = hueColour(name);
  const height = useChartHeight(120);
  const nothing = container.state === 'stopped' ? 'It does not run' : 'No samples in this range';
  return (
    <>
      <ChartGroup time={time} seconds={usageSeconds}>
        <Panel title="Use" actions={<RangeControl />} isFlush>
          <div className="grid-2 chart-grid-lines">
            <TimeChart
              title="CPU, of one core"
              ring={ring}
              unit="percent"
              format={formatPercent}
              floor={10}
              series={[{ label: 'used', column: 'cpu', colour: hue }]}
              limit={limits.cpus === null ? undefined : { value: limits.cpus * 100, label: `limit ${limits.cpus} ${limits.cpus === 1 ? 'core' : 'cores'}` }}
              marks={marks}
              height={height}
              nothing={nothing}
            />
            <TimeChart
              title="Memory"
              ring={ring}
              unit="bytes"
              format={formatBytes}
              series={[{ label: 'used', column: 'memory', colour: hue }]}
              limit={limits.memoryBytes === null ? undefined : { value: limits.memoryBytes, label: `limit ${formatBytes(limits.memoryBytes)}` }}
              marks={marks}
              height={height}
              nothing={nothing}
            />
            <TimeChart
              title="Disk and network"
              ring={ring}
              unit="rate"
              format={formatRate}
              series={[
                { label: 'disk read', column: 'ioRead', colour: 'var(--hue-sky)' },
                { label: 'written', column: 'ioWrite', colour: 'var(--hue-orange)' },
                { label: 'net in', column: 'netRx', colour: 'var(--hue-green)', isDashed: true },
                { label: 'out', column: 'netTx', colour: 'var(--hue-purple)', isDashed: true },
              ]}
              marks={marks}
              height={height}
              nothing={nothing}
            />
            <TimeChart
              title="Pressure"
              ring={ring}
              unit="percent"
              format={formatPercent}
              floor={5}
              series={[
                { label: 'cpu', column: 'pressureCpu', colour: 'var(--hue-blue)' },
                { label: 'memory', column: 'pressureMemory', colour: 'var(--hue-green)' },
                { label: 'io', column: 'pressureIo', colour: 'var(--hue-orange)', isDashed: true },
              ]}
              marks={marks}
              height={height}
              nothing={nothing}
            />
          </div>
        </Panel>
      </ChartGroup>
      <ContainerActivity name={name} />
    </>
  );
}
