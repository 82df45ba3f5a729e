// SPDX-License-Identifier: Apache-2.0
/** How many events of each subject came within the last seconds. It keeps a bounded number of slots of each subject. */

export interface SlidingCounts {
  /** `uptime`: seconds of a clock that is never set. */
  add(subject: string, count: number, uptime: number): void;
  /** The subjects of which an event came within the time, with their numbers. */
  values(uptime: number): ReadonlyMap<string, number>;
}

interface Slot {
  readonly begunAt: number;
  endedAt: number;
  count: number;
}

/** A time is divided into so many slots: an event counts for at most that part of the time too long. */
const slotsOfTime = 60;

export function createSlidingCounts(seconds: number): SlidingCounts {
  const slotSeconds = seconds / slotsOfTime;
  const slotsOf = new Map<string, Slot[]>();

  function dropOld(slots: Slot[], uptime: number): void {
    while (slots[0] !== undefined && uptime - slots[0].endedAt > seconds) slots.shift();
  }

  return {
    add(subject, count, uptime) {
      const slots = slotsOf.get(subject) ?? [];
      const last = slots.at(-1);
      if (last !== undefined && uptime - last.begunAt < slotSeconds) {
        last.count += count;
        last.endedAt = uptime;
      } else slots.push({ begunAt: uptime, endedAt: uptime, count });
      dropOld(slots, uptime);
      slotsOf.set(subject, slots);
    },
    values(uptime) {
      const values = new Map<string, number>();
      for (const [subject, slots] of slotsOf) {
        dropOld(slots, uptime);
        if (slots.length === 0) slotsOf.delete(subject);
        else
          values.set(
            subject,
            slots.reduce((sum, { count }) => sum + count, 0),
          );
      }
      return values;
    },
  };
}
