// SPDX-License-Identifier: Apache-2.0
/**
 * Connects to the helper on this machine: by the socket of this user alone where there is one, which has a queue of its
 * own, else by the one that all users share. A full queue is tried again for some seconds.
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ConnectLocalOptions {
  readonly signal: AbortSignal;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** A pause after each try that found the queue full. */
const pausesMs = [10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000] as const;

/** Rejects with the error of the shared socket, or with the signal's reason. */
export async function connectLocal(
  socketPath: string,
  { signal, pause = (ms) => sleep(ms, undefined, { signal }) }: ConnectLocalOptions,
): Promise<Socket> {
  for (const pauseMs of pausesMs) {
    const socket = await connectUnlessFull(socketPath, signal);
    if (socket !== undefined) return socket;
    // The pauses differ by chance, so that clients do not all come at the same time again.
    await pause(pauseMs * (0.5 + Math.random() / 2), signal);
  }
  return connectTo(socketPath, signal);
}

async function connectUnlessFull(socketPath: string, signal: AbortSignal): Promise<Socket | undefined> {
  const own = ownSocketOf(socketPath);
  if (own !== undefined)
    try {
      return await connectTo(own, signal);
    } catch {
      // There is none: the listener does not run yet, or does not know this user.
      signal.throwIfAborted();
    }
  try {
    return await connectTo(socketPath, signal);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined;
    throw error;
  }
}

/** Names the socket that the listener makes for this user; undefined where the system has no user ids. */
function ownSocketOf(socketPath: string): string | undefined {
  const uid = process.geteuid?.();
  return uid === undefined ? undefined : join(dirname(socketPath), 'users', `${uid}.sock`);
}

async function connectTo(path: string, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ path });
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
