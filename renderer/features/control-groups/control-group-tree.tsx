// SPDX-License-Identifier: Apache-2.0
/** Control groups as rows of a tree, of which parts are folded, with bars where a limit is known. */

import ChevronRight from '@mui/icons-material/ChevronRight';
import ExpandMore from '@mui/icons-material/ExpandMore';
import IconButton from '@mui/material/IconButton';
import { useState } from 'react';
import type { ControlGroupRow } from '../../../contract/rules/cgroup-tree.ts';
import type { ControlGroup } from '../../../contract/model/host/control-group.ts';
import { t } from '../../lib/language/t.ts';
import { formatRoute } from '../../lib/route.ts';
import { formatBytes, formatCount, formatDecimal, formatPercent } from '../../lib/units.ts';
import { Meter } from '../../ui/meter.tsx';
import { SafeText } from '../../ui/safe-text.tsx';

interface ControlGroupTreeProps {
  readonly rows: readonly ControlGroupRow[];
  /** Says that the rows are filtered. Nothing is folded then, since what fits is to be seen. */
  readonly isFiltered: boolean;
}

/** Groups of this depth and deeper are folded at first: units are shown, and what they make within is not. */
const foldedDepth = 2;
/** A deeper group is drawn at this depth: what is beyond would be out of sight. */
const maxDepth = 12;

export function ControlGroupTree({ rows, isFiltered }: ControlGroupTreeProps) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const isFolded = ({ group, depth }: ControlGroupRow): boolean =>
    !isFiltered && turned.has(group.path) !== depth >= foldedDepth;
  function turn(path: string): void {
    const next = new Set(turned);
    if (!next.delete(path)) next.add(path);
    setTurned(next);
  }
  return (
    <div className="panel group-scroll">
      <table className="group-table">
        <thead>
          <tr>
            <th scope="col">{t('Group')}</th>
            <th scope="col">{t('Memory')}</th>
            <th scope="col">{t('Processes')}</th>
            <th scope="col">{t('CPU')}</th>
            <th scope="col">{t('Processors')}</th>
            <th scope="col">{t('Weight')}</th>
          </tr>
        </thead>
        <tbody>
          {rowsInSight(rows, isFolded).map(({ row, hasBelow }) => (
            <GroupRow
              key={row.group.path}
              row={row}
              isFolded={hasBelow ? isFolded(row) : undefined}
              onTurn={isFiltered ? undefined : turn}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Seen {
  readonly row: ControlGroupRow;
  readonly hasBelow: boolean;
}

function rowsInSight(rows: readonly ControlGroupRow[], isFolded: (row: ControlGroupRow) => boolean): readonly Seen[] {
  let hiddenFrom = Infinity;
  return rows.flatMap((row, index) => {
    if (row.depth >= hiddenFrom) return [];
    const hasBelow = (rows[index + 1]?.depth ?? 0) > row.depth;
    hiddenFrom = hasBelow && isFolded(row) ? row.depth + 1 : Infinity;
    return [{ row, hasBelow }];
  });
}

interface GroupRowProps {
  readonly row: ControlGroupRow;
  /** Undefined for a group without any below it. */
  readonly isFolded: boolean | undefined;
  readonly onTurn: ((path: string) => void) | undefined;
}

function GroupRow({ row: { group, depth, name, cpuPercent }, isFolded, onTurn }: GroupRowProps) {
  const { path, container, cpuUsec, maxCpus, cpuWeight, isFrozen } = group;
  return (
    <tr>
      <th scope="row" className="mono" title={path} style={{ paddingLeft: 10 + 18 * Math.min(depth, maxDepth) }}>
        {isFolded !== undefined && onTurn !== undefined ? (
          <IconButton
            size="small"
            aria-expanded={!isFolded}
            aria-label={isFolded ? t('Show what is below {name}', { name }) : t('Fold what is below {name}', { name })}
            onClick={() => onTurn(path)}
          >
            {isFolded ? <ChevronRight fontSize="inherit" /> : <ExpandMore fontSize="inherit" />}
          </IconButton>
        ) : (
          <span className="group-gap" />
        )}
        {container === null ? (
          <SafeText text={name} />
        ) : (
          <a href={formatRoute({ page: 'container', name: container, tab: 'overview' })}>{container}</a>
        )}
        {isFrozen && <span className="badge blue">{t('frozen')}</span>}
      </th>
      <td>
        <Used
          label={t('Memory of {name}', { name })}
          used={group.memoryBytes}
          limit={group.maxMemoryBytes}
          format={formatBytes}
          hint={highHint(group)}
        />
      </td>
      <td>
        <Used
          label={t('Processes of {name}', { name })}
          used={group.processes}
          limit={group.maxProcesses}
          format={formatCount}
          hint={undefined}
        />
      </td>
      <td
        className="number"
        title={
          cpuUsec === null
            ? undefined
            : t('{seconds} s of processor time in all', { seconds: formatDecimal(cpuUsec / 1_000_000, 1) })
        }
      >
        {cpuPercent === undefined ? '–' : formatPercent(cpuPercent)}
      </td>
      <td className="number">{maxCpus === null ? '' : formatDecimal(maxCpus, 1)}</td>
      <td className="number">{cpuWeight === null ? '' : formatCount(cpuWeight)}</td>
    </tr>
  );
}

function highHint({ highMemoryBytes }: ControlGroup): string | undefined {
  return highMemoryBytes === null ? undefined : t('Slowed down above {bytes}', { bytes: formatBytes(highMemoryBytes) });
}

interface UsedProps {
  readonly label: string;
  readonly used: number | null;
  readonly limit: number | null;
  readonly format: (value: number) => string;
  readonly hint: string | undefined;
}

function Used({ label, used, limit, format, hint }: UsedProps) {
  if (used === null) return '–';
  if (limit === null) return <span title={hint}>{format(used)}</span>;
  return (
    <span className="group-used" title={hint}>
      {t('{used} of {limit}', { used: format(used), limit: format(limit) })}
      <Meter label={label} share={limit === 0 ? 1 : used / limit} />
    </span>
  );
}
