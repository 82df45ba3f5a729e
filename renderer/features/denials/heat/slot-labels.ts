// SPDX-License-Identifier: Apache-2.0
/** A slot of the heat map in words: when, how many, whose. */

import type { HeatRow } from '../model/denial-timeline.ts';
import { formatClock } from '../../../lib/moments.ts';
import { formatCount } from '../../../lib/units.ts';
import type { HeatScale } from './heat-scale.ts';

const maxNames = 3;

export function slotLabel(scale: HeatScale, rows: readonly HeatRow[], slot: number): string {
  const from = scale.from + slot * scale.slotSeconds;
  const when = `${formatClock(from).slice(0, 5)} to ${formatClock(from + scale.slotSeconds).slice(0, 5)}`;
  const hit = rows
    .map((row) => ({ row, stopped: row.counts[slot]?.stopped ?? 0, noted: row.counts[slot]?.noted ?? 0 }))
    .filter(({ stopped, noted }) => stopped + noted > 0);
  if (hit.length === 0) return `${when}: none`;
  const stopped = hit.reduce((sum, one) => sum + one.stopped, 0);
  const noted = hit.reduce((sum, one) => sum + one.noted, 0);
  const names = hit
    .slice(0, maxNames)
    .map(({ row, stopped: own, noted: seen }) => `${nameOf(row)} ${formatCount(own + seen)}`);
  const others = hit.length > maxNames ? ` and ${hit.length - maxNames} more` : '';
  const counts = [
    `${formatCount(stopped)} blocked`,
    ...(noted === 0 ? [] : [`${formatCount(noted)} logged only`]),
  ].join(', ');
  return `${when}: ${counts} (${names.join(', ')}${others})`;
}

function nameOf({ container, containers }: HeatRow): string {
  return container === undefined ? `${containers} others` : (container ?? 'the host');
}
