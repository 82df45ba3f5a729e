// SPDX-License-Identifier: Apache-2.0
/** Counts the fake host's events in slots of time. */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import type { DenialCell } from '../../../../contract/model/denials/denial-timeline.ts';
import type { Params, Result } from '../../../../contract/operations/index.ts';
import { fakeGroupId } from './fake-group-id.ts';

export function fakeTimeline(
  events: readonly DenialEvent[],
  { to, slotMinutes, slots, container }: Params<'denial.timeline'>,
): Result<'denial.timeline'> {
  const slotSeconds = slotMinutes * 60;
  const from = (Math.floor(to / slotSeconds) - slots + 1) * slotSeconds;
  const groups: string[] = [];
  const containers: string[] = [];
  const cells = new Map<string, DenialCell>();
  for (const event of events) {
    const slot = Math.floor((event.time - from) / slotSeconds);
    if (slot < 0 || slot >= slots || (container !== undefined && event.container !== container)) continue;
    const place = {
      slot,
      group: placeOf(groups, fakeGroupId(event)),
      container: event.container === null ? null : placeOf(containers, event.container),
    };
    const key = Object.values(place).join(' ');
    const cell = cells.get(key) ?? { ...place, blocked: 0, notBlocked: 0 };
    if (event.permissive === true) cell.notBlocked += 1;
    else cell.blocked += 1;
    cells.set(key, cell);
  }
  return {
    from,
    slotSeconds,
    slots,
    groups,
    containers,
    cells: [...cells.values()],
    policyEvents: [{ kind: 'policy-loaded', time: to - slots * slotSeconds * 0.4, serial: 1, loginUid: 1000 }],
  };
}

function placeOf(texts: string[], text: string): number {
  const known = texts.indexOf(text);
  return known === -1 ? texts.push(text) - 1 : known;
}
