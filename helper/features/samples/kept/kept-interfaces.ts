// SPDX-License-Identifier: Apache-2.0
/**
 * Chooses of which network interfaces the usage is kept. A container may give its interfaces new names all the time, so
 * a few names of each have a place, and a new one takes that of one that was not seen for long.
 */

import { partsOfSubject, type Reading } from '../columns.ts';

export interface KeptInterfaces {
  /** The rows of those that are kept. `remove` is called for what loses its place. */
  choose(reading: Reading, remove: (subject: string) => void): ReadonlyMap<string, Float64Array>;
  /** What an earlier helper kept has its places first. */
  addKnown(subjects: readonly string[], uptime: number): void;
  /** Lists those of the host or of a container. */
  of(owner: string): readonly string[];
  forget(owner: string): void;
}

/** Limits the interfaces of one container, over all times. */
const maxNames = 16;
/** An interface keeps its place for so long after it was seen last. */
const placeSeconds = 3600;

export function createKeptInterfaces(): KeptInterfaces {
  /** Says when each subject was seen last, by owner. */
  const owners = new Map<string, Map<string, number>>();

  function placesOf(owner: string): Map<string, number> {
    const known = owners.get(owner) ?? new Map<string, number>();
    owners.set(owner, known);
    return known;
  }

  function makePlace(places: Map<string, number>, uptime: number, remove: (subject: string) => void): boolean {
    if (places.size < maxNames) return true;
    const [oldest] = [...places].toSorted(([, one], [, other]) => one - other);
    if (oldest === undefined || uptime - oldest[1] < placeSeconds) return false;
    places.delete(oldest[0]);
    remove(oldest[0]);
    return true;
  }

  return {
    choose({ interfaces, uptime }, remove) {
      const chosen = new Map<string, Float64Array>();
      for (const [subject, row] of interfaces) {
        const places = placesOf(partsOfSubject(subject).owner);
        if (!places.has(subject) && !makePlace(places, uptime, remove)) continue;
        places.set(subject, uptime);
        chosen.set(subject, row);
      }
      return chosen;
    },
    addKnown(subjects, uptime) {
      for (const subject of subjects) {
        const { owner, name } = partsOfSubject(subject);
        if (name !== undefined) placesOf(owner).set(subject, uptime);
      }
    },
    of: (owner) => [...(owners.get(owner)?.keys() ?? [])],
    forget: (owner) => void owners.delete(owner),
  };
}
