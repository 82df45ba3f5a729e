// SPDX-License-Identifier: Apache-2.0
/**
 * A socket for each member of the group, which only that user can connect to: it has a queue of its own, so who fills
 * the queue of the shared socket keeps nobody else from connecting.
 */

import { closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../system/log.ts';
import { messageOf } from '../system/message-of.ts';
import { allowOnly } from '../system/native/access-list.ts';
import { openUnixListener } from '../system/native/unix-listener.ts';
import { type Entrance, type EntranceEvents, openEntrance } from './entrance.ts';

export interface OwnSockets {
  /** Opens the user's socket, if this is a member without one. */
  openFor(uid: number): void;
  /** False for a user who is in the group no more, whose socket is closed then. */
  mayKeep(uid: number): boolean;
  close(): void;
}

export interface OwnSocketsOptions {
  /** The sockets are made in this folder, each with the number of its user; nobody else writes there. */
  readonly folder: string;
  /** Gives those who may have a socket, as of now. */
  readonly members: () => ReadonlySet<number>;
  /** Takes over the descriptor of a connection to the socket of this user. */
  readonly receive: (connection: number, owner: number) => void;
  readonly onError: EntranceEvents['onError'];
  /** Logs what may occur again and again. */
  readonly limitedLog: Log;
}

/** They leave most of the descriptors that the service may have. */
const maxSockets = 256;
const backlog = 64;

export function openOwnSockets({ folder, members, receive, onError, limitedLog }: OwnSocketsOptions): OwnSockets {
  const entrances = new Map<number, Entrance>();

  function openFor(uid: number): void {
    if (entrances.has(uid) || entrances.size >= maxSockets) return;
    try {
      if (!members().has(uid)) return;
      const fd = listenFor(uid, join(folder, `${uid}.sock`));
      entrances.set(uid, openEntrance(fd, { receive: (connection) => receive(connection, uid), onError }));
    } catch (error) {
      limitedLog('warning', 'own-socket-missing', { uid, reason: messageOf(error) });
    }
  }

  for (const uid of members()) openFor(uid);
  return {
    openFor,
    mayKeep(uid) {
      if (members().has(uid)) return true;
      entrances.get(uid)?.close();
      entrances.delete(uid);
      rmSync(join(folder, `${uid}.sock`), { force: true });
      return false;
    },
    close() {
      for (const entrance of entrances.values()) entrance.close();
    },
  };
}

function listenFor(uid: number, path: string): number {
  rmSync(path, { force: true });
  const fd = openUnixListener(path, backlog);
  try {
    allowOnly(path, uid);
    return fd;
  } catch (error) {
    closeSync(fd);
    rmSync(path);
    throw error;
  }
}
