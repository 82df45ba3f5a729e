// SPDX-License-Identifier: Apache-2.0
/** The cells of the table that move with each sample. */

import { hueColour } from '../../ui/hue-mark.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { formatBytes, formatPercent } from '../../lib/units.ts';
import { containerRing, latestUsage, useSamples } from '../usage/samples.ts';
import { t } from '../../lib/language/t.ts';

interface CellProps {
  readonly name: string;
}

interface LimitedCellProps extends CellProps {
  readonly limit: number | null;
}

export function CpuCell({ name }: CellProps) {
  const time = useSamples((state) => state.time);
  const cpu = latestUsage(name, 'cpu', time);
  return (
    <span className="cpu-cell" title={t('Percent of one core, over the last 90 seconds')}>
      <Sparkline ring={containerRing(name)} column="cpu" colour={hueColour(name)} time={time} floor={20} width={64} />
      <span className="value">{Number.isNaN(cpu) ? <span className="faint">–</span> : formatPercent(cpu)}</span>
    </span>
  );
}

export function MemoryCell({ name, limit }: LimitedCellProps) {
  return <SizeCell label={t('Memory of {name}', { name })} name={name} column="memory" limit={limit} />;
}

export function DiskCell({ name, limit }: LimitedCellProps) {
  return <SizeCell label={t('Disk of {name}', { name })} name={name} column="disk" limit={limit} />;
}

interface SizeCellProps extends LimitedCellProps {
  readonly label: string;
  readonly column: 'memory' | 'disk';
}

function SizeCell({ label, name, column, limit }: SizeCellProps) {
  const size = useSamples(({ time }) => latestUsage(name, column, time));
  if (Number.isNaN(size)) return <span className="faint">–</span>;
  const share = limit === null ? Number.NaN : size / limit;
  return (
    <span
      className="memory-cell"
      title={
        limit === null
          ? t('{size}, no limit', { size: formatBytes(size) })
          : t('{size} of {limit}', { size: formatBytes(size), limit: formatBytes(limit) })
      }
    >
      <span className="line">
        <span>{formatBytes(size)}</span>
        <span className="muted">
          {limit === null ? t('{column, select, other {no limit}}', { column: 'memory' }) : formatPercent(share * 100)}
        </span>
      </span>
      <Meter label={label} share={share} />
    </span>
  );
}

export function PidsCell({ name, limit }: LimitedCellProps) {
  const pids = useSamples(({ time }) => latestUsage(name, 'pids', time));
  return (
    <span title={limit === null ? t('no limit') : t('limit {limit}', { limit })}>
      {Number.isNaN(pids) ? <span className="faint">–</span> : pids}
    </span>
  );
}

export function PressureCell({ name }: CellProps) {
  const pressure = useSamples(({ time }) => latestUsage(name, 'pressureMemory', time));
  return Number.isNaN(pressure) ? <span className="faint">–</span> : formatPercent(pressure);
}
