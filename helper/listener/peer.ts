// SPDX-License-Identifier: Apache-2.0
/**
 * Identifies the process that made a connection, by what the kernel recorded when it connected. Fails closed: the
 * connection ends when anything cannot be determined, and no field of any message is ever used.
 */

import { closeSync, readFileSync } from 'node:fs';
import type { Peer } from '../server/identity.ts';
import { hasCode } from '../system/errno.ts';
import { peerCredentials, peerPidfd, pidfdSendSignal } from '../system/native/native.ts';
import { userName } from '../system/accounts.ts';

const unmappedUid = 0xffff_ffff;

/** Call it in the same turn in which the connection was accepted. The caller closes `pidfd` of the result. */
export function identifyPeer(fd: number): Peer {
  const { pid, uid, gid } = peerCredentials(fd);
  if (pid <= 0) throw new Error('cannot identify the peer: its process is in a namespace that this host does not see');
  if (uid === unmappedUid || gid === unmappedUid)
    throw new Error('cannot identify the peer: its user has no number here');
  const pidfd = peerPidfd(fd);
  try {
    denyForeignNamespaces(pid);
    // It still runs after its namespaces were read by number. So they were its own, not those of a process that reused
    // the number: signal 0 is denied (EPERM) for a process of another user, and fails (ESRCH) for one that has ended.
    assertRunning(pidfd);
    return Object.freeze({ uid, gid, pid, pidfd, user: userName(uid) });
  } catch (error) {
    closeSync(pidfd);
    throw error;
  }
}

function assertRunning(pidfd: number): void {
  try {
    pidfdSendSignal(pidfd, 0);
  } catch (error) {
    if (!hasCode(error, 'EPERM')) throw error;
  }
}

/**
 * A process inside a container may have got the socket from outside; polkit would consider it a process of the host.
 * The links in `/proc/PID/ns` can be read only of processes that one may trace; these files, of all.
 */
function denyForeignNamespaces(pid: number): void {
  const [numbers = ''] = /^NSpid:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.slice(1) ?? [];
  if (!/^\d+$/.test(numbers)) throw new Error('cannot identify the peer: it is in a pid namespace of its own');
  for (const map of ['uid_map', 'gid_map'])
    if (readFileSync(`/proc/${pid}/${map}`, 'utf8') !== readFileSync(`/proc/self/${map}`, 'utf8'))
      throw new Error('cannot identify the peer: it is in a user namespace of its own');
}
