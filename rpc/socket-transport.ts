/** A transport over a byte stream: frames in, frames out, with a limit on size, depth and the time that one frame may take. */

import type { Message } from 'vscode-jsonrpc';
import { createFrameDecoder, encodeFrame } from './frame.ts';
import type { Transport } from './transport.ts';

/** What is used of a Node socket or of a child process's two pipes. */
export interface ByteStream {
  write(bytes: Uint8Array, done: (error?: Error | null) => void): boolean;
  onData(listener: (chunk: Uint8Array) => void): void;
  onEnd(listener: (error: Error | undefined) => void): void;
  destroy(): void;
}

export interface SocketTransportOptions {
  /** Largest frame to take, in bytes. */
  readonly maximumBytes: number;
  /** Milliseconds in which a frame that has begun must have ended; unlimited when left out. */
  readonly frameTimeoutMs?: number;
  /** Bytes that may wait to be written before the other side counts as dead; unlimited when left out. */
  readonly maximumBacklogBytes?: number;
}

export function createSocketTransport(stream: ByteStream, options: SocketTransportOptions): Transport {
  const decoder = createFrameDecoder(options.maximumBytes);
  const waiting: Message[] = [];
  const closeListeners: ((reason: string | undefined) => void)[] = [];
  let listener: ((message: Message) => void) | undefined;
  let closed: { readonly reason: string | undefined } | undefined;
  let backlog = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function finish(reason: string | undefined): void {
    if (closed !== undefined) return;
    closed = { reason };
    clearTimeout(timer);
    stream.destroy();
    for (const notify of closeListeners) notify(reason);
  }

  function watchFrame(): void {
    if (options.frameTimeoutMs === undefined) return;
    if (!decoder.isWithinFrame) {
      clearTimeout(timer);
      timer = undefined;
    } else timer ??= setTimeout(() => finish('a frame took too long to arrive'), options.frameTimeoutMs);
  }

  stream.onData((chunk) => {
    if (closed !== undefined) return;
    try {
      for (const message of decoder.push(chunk)) {
        if (listener === undefined) waiting.push(message as Message);
        else listener(message as Message);
      }
      watchFrame();
    } catch (error) {
      finish(error instanceof Error ? error.message : String(error));
    }
  });
  stream.onEnd((error) => finish(error?.message));

  return {
    send(message) {
      if (closed !== undefined) return Promise.reject(new Error('cannot send: the connection is closed'));
      const frame = encodeFrame(message);
      backlog += frame.byteLength;
      if (options.maximumBacklogBytes !== undefined && backlog > options.maximumBacklogBytes) {
        finish('the other side does not read');
        return Promise.reject(new Error('cannot send: the other side does not read'));
      }
      return new Promise((resolve, reject) => {
        stream.write(frame, (error) => {
          backlog -= frame.byteLength;
          if (error) reject(error);
          else resolve();
        });
      });
    },
    onMessage(next) {
      listener = next;
      for (const message of waiting.splice(0)) next(message);
    },
    onClose(next) {
      if (closed !== undefined) next(closed.reason);
      else closeListeners.push(next);
    },
    close: () => finish(undefined),
  };
}
