// SPDX-License-Identifier: Apache-2.0
/** Counts what each user holds of something, so that one user cannot take all of it: connections, terminals. */

export interface Places {
  /** Takes a place, which the returned function frees; undefined when the user has no more. */
  take(uid: number): (() => void) | undefined;
}

export function createPlaces(maxPerUid: number): Places {
  const taken = new Map<number, number>();
  return {
    take(uid) {
      const count = taken.get(uid) ?? 0;
      if (count >= maxPerUid) return undefined;
      taken.set(uid, count + 1);
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        const left = (taken.get(uid) ?? 1) - 1;
        if (left === 0) taken.delete(uid);
        else taken.set(uid, left);
      };
    },
  };
}
