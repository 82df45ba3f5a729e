// SPDX-License-Identifier: Apache-2.0
/** A slot of the heat map in words: when, how many, whose. */

import type { HeatRow } from '../model/denial-timeline.ts';
import { formatClock } from '../../../lib/moments.ts';
import { formatCount } from '../../../lib/units.ts';
import type { HeatScale } from './heat-scale.ts';
import { t } from '../../../lib/language/t.ts';

const maxNames = 3;

export function slotLabel(scale: HeatScale, rows: readonly HeatRow[], slot: number): string {
  const from = scale.from + slot * scale.slotSeconds;
  const when = { from: formatClock(from).slice(0, 5), to: formatClock(from + scale.slotSeconds).slice(0, 5) };
  const hit = rows
    .map((row) => ({ row, blocked: row.counts[slot]?.blocked ?? 0, notBlocked: row.counts[slot]?.notBlocked ?? 0 }))
    .filter(({ blocked, notBlocked }) => blocked + notBlocked > 0);
  if (hit.length === 0) return t('{from} to {to}: none', when);
  const blocked = hit.reduce((sum, one) => sum + one.blocked, 0);
  const notBlocked = hit.reduce((sum, one) => sum + one.notBlocked, 0);
  const names = hit
    .slice(0, maxNames)
    .map(({ row, blocked: own, notBlocked: seen }) => `${nameOf(row)} ${formatCount(own + seen)}`)
    .join(', ');
  const more = hit.length - maxNames;
  const counts = [
    t('{blocked} blocked', { blocked: formatCount(blocked) }),
    ...(notBlocked === 0 ? [] : [t('{notBlocked} logged only', { notBlocked: formatCount(notBlocked) })]),
  ].join(', ');
  return more > 0
    ? t('{from} to {to}: {counts} ({names} and {more} more)', { ...when, counts, names, more })
    : t('{from} to {to}: {counts} ({names})', { ...when, counts, names });
}

function nameOf({ container, containers }: HeatRow): string {
  return container === undefined ? t('{containers} others', { containers }) : (container ?? t('the host'));
}
