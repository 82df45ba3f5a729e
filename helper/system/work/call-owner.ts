// SPDX-License-Identifier: Apache-2.0
/**
 * The map says whose work it is. A call's signal goes with the work wherever it goes, so it also names the user that
 * the work is done for; what has no such signal is the helper's own work. It decides nothing but whose turn it is:
 * rights are a {@link Caller}'s.
 */

const owners = new WeakMap<AbortSignal, number>();

/** Records for which uid the work of this signal is done. */
export function noteOwner(signal: AbortSignal, uid: number): void {
  owners.set(signal, uid);
}

/** The uid for which the work of this signal is done; undefined for the helper's own work. */
export function ownerOf(signal: AbortSignal): number | undefined {
  return owners.get(signal);
}
