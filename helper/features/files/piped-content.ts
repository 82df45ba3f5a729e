// SPDX-License-Identifier: Apache-2.0
/**
 * Content that comes through a pipe with a name instead of messages: from a client on this host, as fast as the kernel
 * copies it. Only the caller's own user may write to the pipe, and nobody but the helper reads it; its name is gone when
 * the content has come.
 */

import { randomUUID } from 'node:crypto';
import { chownSync, constants, openSync, readdirSync, unlinkSync } from 'node:fs';
import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import { join } from 'node:path';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { createQueue } from '../../../rpc/async/queue.ts';
import { afterTime, type Silence, withinSilence } from '../../../rpc/async/within-silence.ts';
import type { Identity } from '../../server/identity.ts';
import { unlessCode } from '../../system/errno.ts';
import { makeFifo, resizePipe } from '../../system/native/fifo.ts';

export interface Pipes {
  /**
   * Makes a pipe for this user and gives its path to `onMade`. Yields what is written to it until all writers have closed
   * it, or the signal aborts; raises `client-silent` when nothing is written for long. A piece is overwritten when the next is asked for.
   */
  receive(
    owner: Pick<Identity, 'uid' | 'gid'>,
    onMade: (path: string) => void,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array, void, undefined>;
}

const prefix = 'pipe-';
const waitingBytes = 1024 * 1024;
const pieceBytes = 1024 * 1024;
const ownerWrites = 0o200;

const declared: Silence = { maxMs: serviceLimits.inputSilenceMs.value, later: afterTime };

/** Removes what an earlier run of the helper left in that folder, which others cannot write to. */
export function createPipes(folder: string, silence: Silence = declared): Pipes {
  for (const name of unlessCode(() => readdirSync(folder), 'ENOENT') ?? [])
    if (name.startsWith(prefix)) remove(join(folder, name));
  return {
    async *receive(owner, onMade, signal) {
      signal.throwIfAborted();
      const path = join(folder, `${prefix}${randomUUID()}`);
      makeFifo(path, ownerWrites);
      try {
        chownSync(path, owner.uid, owner.gid);
        const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
        // Twice as fast as with what it has at first; a host may allow less.
        unlessCode(() => resizePipe(fd, waitingBytes), 'EPERM');
        onMade(path);
        yield* readPieces(fd, silence, signal);
      } finally {
        remove(path);
      }
    },
  };
}

/** Closes the pipe at its end. */
async function* readPieces(
  fd: number,
  silence: Silence,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const lengths = createQueue<number>();
  const buffer = Buffer.allocUnsafeSlow(pieceBytes);
  // Its types know this option for `connect` alone.
  const options: SocketConstructorOpts & { readonly onread: OnReadOpts } = {
    fd,
    readable: true,
    writable: false,
    signal,
    onread: {
      buffer,
      callback(length) {
        lengths.push(length);
        // It reads no more until it is resumed: the buffer is in use.
        return false;
      },
    },
  };
  const pipe = new Socket(options);
  pipe.on('end', lengths.end);
  pipe.on('error', lengths.fail);
  pipe.on('close', lengths.end);
  try {
    pipe.resume();
    for await (const length of withinSilence(lengths, silence)) {
      yield buffer.subarray(0, length);
      pipe.resume();
    }
  } finally {
    pipe.destroy();
  }
}

function remove(path: string): void {
  unlessCode(() => unlinkSync(path), 'ENOENT');
}
