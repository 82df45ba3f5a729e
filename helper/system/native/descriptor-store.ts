// SPDX-License-Identifier: Apache-2.0
/**
 * systemd's store of descriptors (`FileDescriptorStoreMax=` of the unit): what lies in it outlives this process, and is
 * passed to the next one of the same unit, unless the unit is stopped meanwhile.
 */

import koffi from 'koffi';
import { ErrnoError } from './errno-error.ts';

const notifyWithDescriptors = koffi
  .load('libsystemd.so.0')
  .func(
    'int sd_pid_notify_with_fds(int pid, int unset, const char *state, const int32_t *descriptors, uint32_t count)',
  ) as (pid: number, unset: number, state: string, descriptors: Int32Array, count: number) => number;

/** What systemd takes as a name: no control character, no colon, at most 255 characters. */
const usableName = /^[\x20-\x39\x3b-\x7e]{1,255}$/;

/**
 * Puts a copy of the descriptor into the store under a name. systemd drops it by itself once its other end has hung up.
 * False when systemd did not start this process. Whether the store had room for it, systemd does not say.
 */
export function storeDescriptor(name: string, descriptor: number): boolean {
  return notify(`FDSTORE=1\nFDNAME=${usable(name)}`, Int32Array.of(descriptor));
}

/** Removes all descriptors of this name from the store. False when systemd did not start this process. */
export function removeStored(name: string): boolean {
  return notify(`FDSTOREREMOVE=1\nFDNAME=${usable(name)}`, new Int32Array(0));
}

function notify(state: string, descriptors: Int32Array): boolean {
  const result = notifyWithDescriptors(0, 0, state, descriptors, descriptors.length);
  if (result < 0) throw new ErrnoError('sd_pid_notify_with_fds', -result);
  return result > 0;
}

function usable(name: string): string {
  if (!usableName.test(name)) throw new Error(`cannot store a descriptor: ${JSON.stringify(name)} is no name for it`);
  return name;
}
