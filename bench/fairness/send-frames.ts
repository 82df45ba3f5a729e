// SPDX-License-Identifier: Apache-2.0
/** A client that sends what an attacker would send. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createFuzzFrames, type FuzzFrames } from '../../helper/server/fixtures/fuzz-frames.ts';
import { encodeFrame } from '../../rpc/frame.ts';

const connections = 4;

/** Sends `count` odd and broken frames, over several connections at once, as fast as they are taken. */
export async function sendFrames(path: string, count: number, seed: number): Promise<void> {
  await Promise.all(
    Array.from({ length: connections }, (_, index) =>
      sendBy(path, count / connections, createFuzzFrames(seed * connections + index)),
    ),
  );
}

/** Sends over one connection after another: some frames end theirs. */
async function sendBy(path: string, count: number, source: FuzzFrames): Promise<void> {
  let sent = 0;
  while (sent < count) {
    const socket = connect(path);
    socket.on('error', () => undefined);
    socket.resume();
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.write(
      encodeFrame({ jsonrpc: '2.0', id: 0, method: 'session.hello', params: { protocol: 1, interactive: false } }),
    );
    for (let breaks = false; sent < count && !socket.destroyed && !breaks; sent += 1) {
      const frame = source.next();
      breaks = frame.breaks;
      if (!socket.write(frame.bytes)) await drained(socket, closed);
    }
    socket.end();
    await closed;
  }
}

async function drained(socket: Socket, closed: Promise<unknown>): Promise<void> {
  const abort = new AbortController();
  await Promise.race([once(socket, 'drain', { signal: abort.signal }).catch(() => undefined), closed]);
  abort.abort();
}
