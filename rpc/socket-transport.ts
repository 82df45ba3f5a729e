// SPDX-License-Identifier: Apache-2.0
/** Sends and receives frames over a byte stream, with a limit on size, depth and the time that one frame may take. */

import type { Message } from 'vscode-jsonrpc';
import { byteLengthOf, createFrameSplitter, encodePieces, type Frame, parseFrame, textLengthOf } from './frame.ts';
import type { Transport } from './transport.ts';

/** What is used of a Node socket or of a child process's two pipes. */
export interface ByteStream {
  /** Writes the pieces one after the other; `done` is called when all are written, or cannot be. */
  write(pieces: readonly Uint8Array[], done: (error?: Error | null) => void): void;
  onData(listener: (chunk: Uint8Array) => void): void;
  onEnd(listener: (error: Error | undefined) => void): void;
  destroy(): void;
  /** Stops and resumes `onData`; needed only where messages are paced. */
  setReading?(isReading: boolean): void;
}

/**
 * Parses and hands on one message in each turn of the event loop, and reads on only when few wait: a flood then fills
 * the sender's socket, not this memory.
 */
interface Pace {
  readonly maxWaiting: number;
  /** Runs the task in the next turn of the event loop: `setImmediate`; it parses as many bytes of JSON. */
  nextTurn(task: () => void, textBytes: number): unknown;
}

/** Bytes of frames that wait for their turn; beyond it nothing is read. */
const maxWaitingBytes = 256 * 1024;

export interface SocketTransportOptions {
  /** Largest frame to take, in bytes. */
  readonly maxBytes: number;
  /** Values in one message; unlimited when left out. */
  readonly maxValues?: number;
  /** Milliseconds in which a frame that has begun must have ended; unlimited when left out. */
  readonly frameTimeoutMs?: number;
  /** Bytes that may wait to be written before the other side counts as dead; unlimited when left out. */
  readonly maxBacklogBytes?: number;
  /**
   * Milliseconds without progress in writing what waits after which the other side counts as dead; unlimited when left
   * out.
   */
  readonly stallTimeoutMs?: number;
  /** Messages are handed on as they come when left out. */
  readonly pace?: Pace;
}

const deaf = 'the other side does not read';

export function createSocketTransport(stream: ByteStream, options: SocketTransportOptions): Transport {
  const splitter = createFrameSplitter(options.maxBytes);
  const waiting: Frame[] = [];
  let waitingBytes = 0;
  const closeListeners: ((reason: string | undefined) => void)[] = [];
  let listener: ((message: Message) => void) | undefined;
  let closed: { readonly reason: string | undefined } | undefined;
  let backlog = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stall: ReturnType<typeof setTimeout> | undefined;
  let isTurnDue = false;
  let isHeld = false;

  function finish(reason: string | undefined): void {
    if (closed !== undefined) return;
    closed = { reason };
    // What was not handed on will not be: kept, it would be tried again in every turn of the event loop.
    waiting.length = 0;
    waitingBytes = 0;
    clearTimeout(timer);
    clearTimeout(stall);
    stream.destroy();
    for (const notify of closeListeners) notify(reason);
  }

  function watchStall(): void {
    clearTimeout(stall);
    stall = undefined;
    if (options.stallTimeoutMs !== undefined && backlog > 0 && closed === undefined)
      stall = setTimeout(() => finish(deaf), options.stallTimeoutMs);
  }

  function watchFrame(): void {
    if (options.frameTimeoutMs === undefined) return;
    if (!splitter.isWithinFrame || isHeld) {
      clearTimeout(timer);
      timer = undefined;
    } else timer ??= setTimeout(() => finish('a frame took too long to arrive'), options.frameTimeoutMs);
  }

  /** False when nothing waits, or nobody listens any more. */
  function handOnNext(): boolean {
    if (listener === undefined || closed !== undefined) return false;
    const frame = waiting.shift();
    if (frame === undefined) return false;
    waitingBytes -= frame.body.byteLength;
    listener(parseFrame(frame, options.maxValues) as Message);
    return true;
  }

  function handOnAll(): void {
    while (handOnNext());
  }

  function handOnPaced(pace: Pace): void {
    const isMuch = waiting.length > pace.maxWaiting || waitingBytes > maxWaitingBytes;
    hold(isMuch || (isHeld && waiting.length > 0));
    const [first] = waiting;
    if (isTurnDue || listener === undefined || first === undefined) return;
    isTurnDue = true;
    pace.nextTurn(() => {
      isTurnDue = false;
      guarded(() => {
        handOnNext();
        handOnPaced(pace);
      });
    }, textLengthOf(first));
  }

  function hold(isToHold: boolean): void {
    if (isToHold === isHeld || closed !== undefined) return;
    isHeld = isToHold;
    stream.setReading?.(!isHeld);
    watchFrame();
  }

  function handOn(): void {
    if (options.pace === undefined) handOnAll();
    else handOnPaced(options.pace);
  }

  function guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      finish(error instanceof Error ? error.message : String(error));
    }
  }

  stream.onData((chunk) => {
    if (closed !== undefined) return;
    guarded(() => {
      for (const frame of splitter.push(chunk)) {
        waiting.push(frame);
        waitingBytes += frame.body.byteLength;
      }
      handOn();
      watchFrame();
    });
  });
  stream.onEnd((error) => {
    // Nobody waits for an answer any more; where messages are paced, what is left of a flood is not handled all at
    // once.
    if (error === undefined && options.pace === undefined) guarded(handOnAll);
    finish(error?.message);
  });

  return {
    send(message) {
      if (closed !== undefined) return Promise.reject(new Error('cannot send: the connection is closed'));
      const pieces = encodePieces(message);
      const length = byteLengthOf(pieces);
      backlog += length;
      if (options.maxBacklogBytes !== undefined && backlog > options.maxBacklogBytes) {
        finish(deaf);
        return Promise.reject(new Error('cannot send: the other side does not read'));
      }
      return new Promise((resolve, reject) => {
        if (stall === undefined) watchStall();
        stream.write(pieces, (error) => {
          backlog -= length;
          watchStall();
          if (error) {
            // Before the sender learns of it, the connection has ended.
            finish(error.message);
            reject(error);
          } else resolve();
        });
      });
    },
    onMessage(next) {
      listener = next;
      guarded(handOn);
    },
    onClose(next) {
      if (closed !== undefined) next(closed.reason);
      else closeListeners.push(next);
    },
    close: () => finish(undefined),
  };
}
