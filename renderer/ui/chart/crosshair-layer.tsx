// SPDX-License-Identifier: Apache-2.0
/** Over the lines of a chart: where the crosshair of the page is, at which time, and what a drag has covered so far. */

import { DefaultZIndexes, usePlotArea, useXAxisScale, ZIndexLayer } from 'recharts';
import { formatMoment } from '../../lib/moments.ts';
import { useChartGroup, useCrosshair } from './chart-group.tsx';

interface CrosshairLayerProps {
  /** Gives the position at which a drag over this chart began. */
  readonly dragFrom: number | undefined;
}

const letterWidth = 6.6;
/** The time of the crosshair covers a time of the axis. */
const aboveLabels = DefaultZIndexes.label + 1;

export function CrosshairLayer({ dragFrom }: CrosshairLayerProps) {
  const crosshair = useCrosshair();
  const { range } = useChartGroup();
  const area = usePlotArea();
  const scale = useXAxisScale();
  const x = crosshair === undefined ? undefined : scale?.(crosshair);
  if (crosshair === undefined || x === undefined || area === undefined || x < area.x || x > area.x + area.width)
    return null;
  const start = dragFrom === undefined ? undefined : scale?.(dragFrom);
  const text = formatMoment(crosshair, range.to - range.from);
  const labelWidth = 8 + text.length * letterWidth;
  const bottom = area.y + area.height;
  const labelX = Math.min(Math.max(x, area.x + labelWidth / 2), area.x + area.width - labelWidth / 2);
  return (
    <ZIndexLayer zIndex={aboveLabels}>
      {start !== undefined && (
        <rect
          className="chart-brush"
          x={Math.min(start, x)}
          width={Math.abs(x - start)}
          y={area.y}
          height={area.height}
        />
      )}
      <line className="chart-cross" x1={x} x2={x} y1={area.y} y2={bottom} />
      <rect
        className="chart-cross-ground"
        x={labelX - labelWidth / 2}
        y={bottom + 2}
        width={labelWidth}
        height="16"
        rx="3"
      />
      <text className="chart-cross-label" x={labelX} y={bottom + 14} textAnchor="middle">
        {text}
      </text>
    </ZIndexLayer>
  );
}
