// SPDX-License-Identifier: Apache-2.0
/**
 * Connects to the helper's socket on this machine, and gives the connection only when root or the listener serves it
 * (threat A6).
 */

import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { listenerUser } from '../contract/listener-user.ts';
import { connectLocal } from './connect-local.ts';
import { HostForbiddenError, HostImpostorError, HostUnreachableError } from './host-errors.ts';
import { loadPeerUid } from './peer-uid.ts';

export interface LocalStreamOptions {
  readonly socketPath: string;
  readonly signal: AbortSignal;
  /** Says who serves the socket; the kernel is asked when this is left out. */
  readonly peerUid?: (socket: Socket) => number | undefined | Promise<number | undefined>;
}

export async function openLocalStream(options: LocalStreamOptions): Promise<Socket> {
  const { socketPath, signal } = options;
  signal.throwIfAborted();
  const peerUid = options.peerUid ?? (await load());
  signal.throwIfAborted();
  const socket = await connectOrExplain(socketPath, signal);
  let uid: number | undefined;
  try {
    uid = await peerUid(socket);
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : explain(error, socketPath);
  }
  if (uid === 0 || (uid !== undefined && uid === listenerUid())) return socket;
  socket.destroy();
  throw new HostImpostorError('local', socketPath, uid);
}

async function connectOrExplain(socketPath: string, signal: AbortSignal): Promise<Socket> {
  try {
    return await connectLocal(socketPath, { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : explain(error, socketPath);
  }
}

/** Finds the user of the listener in the accounts of this machine; undefined when there is none. */
function listenerUid(): number | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((account) => account.startsWith(`${listenerUser}:`));
  return line === undefined ? undefined : Number(line.split(':')[2]);
}

async function load(): ReturnType<typeof loadPeerUid> {
  try {
    return await loadPeerUid();
  } catch (error) {
    throw new HostUnreachableError(
      'local',
      `the native module that reports who serves the socket does not load (${messageOf(error)})`,
    );
  }
}

function explain(error: unknown, socketPath: string): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new HostForbiddenError('local', socketPath);
    case 'ENOENT':
    case 'ENOTDIR':
      return new HostUnreachableError(
        'local',
        `there is no ${socketPath}; install Bulkhead's helper, or start it with systemctl start bulkhead-helper.socket`,
      );
    case 'ECONNREFUSED':
      return new HostUnreachableError(
        'local',
        `nobody listens on ${socketPath}; start it with systemctl restart bulkhead-helper.socket, and see ` +
          'journalctl -u bulkhead-listener -u bulkhead-helper.socket',
      );
    case 'EAGAIN':
      return new HostUnreachableError('local', 'the helper has too many connections waiting; try again');
    default:
      return new HostUnreachableError('local', messageOf(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
