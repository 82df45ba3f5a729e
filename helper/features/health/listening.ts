// SPDX-License-Identifier: Apache-2.0
/** The ports on which a container listens, from the kernel's tables of its network namespace. Nothing of it runs. */

import { open } from 'node:fs/promises';
import { type GivenHealth, maxListening } from '../../../contract/model/containers/health.ts';
import { say } from '../../../contract/text.ts';
import { parseSockets, socketTables } from '../../lxc/network/listening-sockets.ts';

/** Bytes read of each table. Listening sockets stand first in those of TCP, however many connections there are. */
const maxTableBytes = 512 * 1024;

export async function readListening(initPid: number, processes = '/proc'): Promise<GivenHealth['listening']> {
  try {
    const tables = await Promise.all(
      socketTables.map(async ({ file, protocol }) => {
        const { text, isCut } = await readBeginning(`${processes}/${initPid}/net/${file}`);
        return { sockets: parseSockets(text, protocol), isCut };
      }),
    );
    const keys = new Map(
      tables
        .flatMap(({ sockets }) => sockets)
        .map((socket) => [`${socket.port} ${socket.protocol} ${socket.address ?? ''}`, socket]),
    );
    const sockets = [...keys.values()].sort((a, b) => a.port - b.port);
    return {
      state: 'known',
      sockets: sockets.slice(0, maxListening),
      isCut: sockets.length > maxListening || tables.some(({ isCut }) => isCut),
    };
  } catch {
    return { state: 'unknown', reason: say('its network namespace cannot be read') };
  }
}

async function readBeginning(path: string): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(maxTableBytes);
    let length = 0;
    while (length < maxTableBytes) {
      const { bytesRead } = await file.read(buffer, length, maxTableBytes - length, null);
      if (bytesRead === 0) return { text: buffer.toString('latin1', 0, length), isCut: false };
      length += bytesRead;
    }
    return { text: buffer.toString('latin1', 0, length), isCut: true };
  } finally {
    await file.close();
  }
}
