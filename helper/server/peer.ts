// SPDX-License-Identifier: Apache-2.0
/**
 * Identifies the process that made a connection, by what the kernel recorded when it connected. Fails closed: the
 * connection ends when anything cannot be determined, and no field of any message is ever used.
 */

import { closeSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';
import { peerCredentials, peerPidfd, pidfdSendSignal } from '../system/native/native.ts';
import { descriptorOf } from './descriptor-of.ts';
import type { Identity } from './identity.ts';
import { userName } from './user-name.ts';

const unmappedUid = 0xffff_ffff;

/** Call it in the same turn in which the connection was accepted. The caller closes `pidfd` of the result. */
export function identifyPeer(socket: Socket): Identity {
  const fd = descriptorOf(socket);
  const { pid, uid, gid } = peerCredentials(fd);
  if (pid <= 0) throw new Error('cannot identify the peer: its process is in a namespace that this host does not see');
  if (uid === unmappedUid || gid === unmappedUid)
    throw new Error('cannot identify the peer: its user has no number here');
  const pidfd = peerPidfd(fd);
  try {
    denyForeignNamespaces(pid);
    // It still runs after its namespaces were read by number. So they were its own, not those of a process that reused
    // the number.
    pidfdSendSignal(pidfd, 0);
    return Object.freeze({ uid, gid, pid, pidfd, user: userName(uid) });
  } catch (error) {
    closeSync(pidfd);
    throw error;
  }
}

/**
 * A process inside a container may have got the socket from outside; polkit would consider it a process of the host.
 */
function denyForeignNamespaces(pid: number): void {
  for (const kind of ['pid', 'user']) {
    if (readlinkSync(`/proc/${pid}/ns/${kind}`) !== readlinkSync(`/proc/self/ns/${kind}`))
      throw new Error(`cannot identify the peer: it is in a ${kind} namespace of its own`);
  }
}
