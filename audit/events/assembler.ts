// SPDX-License-Identifier: Apache-2.0
/**
 * Joins records to events by time, serial and host, however they interleave and in whichever order the records of an
 * event come.
 * An event ends with its EOE record, when a record is two seconds newer, or when about a thousand later events have
 * begun; so memory is bounded.
 */

import type { Denial } from '../denial.ts';
import {
  addCircumstance,
  addDenial,
  completeDenials,
  newPendingEvent,
  type PendingEvent,
  readDenial,
} from './pending-event.ts';
import type { AuditRecord } from '../records/record.ts';

const maxPending = 1024;
const maxAgeMs = 2000;
const maxDenials = 128;
const maxKept = 4 * 1024 * 1024;

export interface Assembler {
  /** Returns why the record could not be read; undefined when it could. */
  add(record: AuditRecord): string | undefined;
  /** Ends all events. */
  flush(): void;
}

export function createAssembler(onDenial: (denial: Denial) => void): Assembler {
  /** An event's place follows from its serial, so that events of one stretch of a log do not meet. */
  const places: (PendingEvent | undefined)[] = Array.from({ length: maxPending }, () => undefined);
  /**
   * The events in the order in which they began, linked by `next`; those that ended are taken out when they come first.
   */
  let oldest: PendingEvent | undefined;
  let newest: PendingEvent | undefined;
  let linked = 0;
  let kept = 0;

  function eventOf(record: AuditRecord): PendingEvent {
    const place = placeOf(record);
    const found = places[place];
    if (found !== undefined && isSameEvent(found, record)) return found;
    if (found !== undefined) end(found);
    return begin(place, record);
  }

  function begin(place: number, record: AuditRecord): PendingEvent {
    const event = newPendingEvent(record);
    places[place] = event;
    if (newest !== undefined) newest.next = event;
    newest = event;
    oldest ??= event;
    linked += 1;
    endOld(record.timeMs);
    return event;
  }

  function endOld(timeMs: number): void {
    while (oldest !== undefined && oldest !== newest) {
      const isDue = oldest.isEnded || oldest.timeMs <= timeMs - maxAgeMs || linked > maxPending || kept > maxKept;
      if (!isDue) return;
      end(oldest);
      oldest = unlinked(oldest);
      linked -= 1;
    }
  }

  function end(event: PendingEvent): void {
    if (event.isEnded) return;
    event.isEnded = true;
    kept -= event.size;
    const place = placeOf(event);
    if (places[place] === event) places[place] = undefined;
    completeDenials(event);
    for (const denial of event.denials) onDenial(denial);
  }

  function add(record: AuditRecord): string | undefined {
    const denial = readDenial(record);
    if (denial === 'other') return undefined;
    if (denial !== undefined && 'broken' in denial) return denial.broken;
    const event = eventOf(record);
    const size = event.size;
    if (denial === undefined) addCircumstance(event, record);
    else addDenial(event, denial);
    kept += event.size - size;
    if (event.denials.length >= maxDenials) end(event);
    if (kept > maxKept) endOld(record.timeMs);
    return undefined;
  }

  return {
    add(record) {
      if (record.type !== 'EOE') return add(record);
      const event = places[placeOf(record)];
      if (event !== undefined && isSameEvent(event, record)) end(event);
      return undefined;
    },
    flush() {
      for (let event = oldest; event !== undefined; event = event.next) end(event);
      oldest = newest = undefined;
      linked = 0;
    },
  };
}

/** The link is cut, or one dead event that has grown old would keep all later ones from being freed early. */
function unlinked(event: PendingEvent): PendingEvent | undefined {
  const { next } = event;
  event.next = undefined;
  return next;
}

interface EventName {
  readonly timeMs: number;
  readonly serial: number;
  readonly node: string;
}

function placeOf({ serial, node }: EventName): number {
  return (serial + (node === '' ? 0 : hostNumber(node))) % maxPending;
}

function hostNumber(node: string): number {
  let number = 0;
  for (let index = 0; index < node.length; index += 1) number = (number * 31 + node.charCodeAt(index)) % 65_521;
  return number;
}

function isSameEvent(event: PendingEvent, record: EventName): boolean {
  return event.serial === record.serial && event.timeMs === record.timeMs && event.node === record.node;
}
