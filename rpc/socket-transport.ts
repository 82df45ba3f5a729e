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

interface SocketState {
  readonly stream: ByteStream;
  readonly options: SocketTransportOptions;
  readonly splitter: ReturnType<typeof createFrameSplitter>;
  /** Frames that came and are not handed on yet. */
  readonly waiting: Frame[];
  waitingBytes: number;
  readonly closeListeners: ((reason: string | undefined) => void)[];
  listener: ((message: Message) => void) | undefined;
  closed: { readonly reason: string | undefined } | undefined;
  /** Bytes that wait to be written. */
  backlog: number;
  /** Runs while a frame that has begun has not ended. */
  frameTimer: ReturnType<typeof setTimeout> | undefined;
  /** Runs while bytes wait to be written. */
  stallTimer: ReturnType<typeof setTimeout> | undefined;
  /** Says whether a message will be handed on in the next turn. */
  isTurnDue: boolean;
  /** Says whether nothing is read, since too much waits. */
  isHeld: boolean;
}

export function createSocketTransport(stream: ByteStream, options: SocketTransportOptions): Transport {
  const socket: SocketState = {
    stream,
    options,
    splitter: createFrameSplitter(options.maxBytes),
    waiting: [],
    waitingBytes: 0,
    closeListeners: [],
    listener: undefined,
    closed: undefined,
    backlog: 0,
    frameTimer: undefined,
    stallTimer: undefined,
    isTurnDue: false,
    isHeld: false,
  };
  stream.onData((chunk) => takeChunk(socket, chunk));
  stream.onEnd((error) => {
    // Nobody waits for an answer any more; where messages are paced, what is left of a flood is not handled all at
    // once.
    if (error === undefined && options.pace === undefined) guarded(socket, () => handOnAll(socket));
    finish(socket, error?.message);
  });

  return {
    send: (message) => send(socket, message),
    onMessage(next) {
      socket.listener = next;
      guarded(socket, () => handOn(socket));
    },
    onClose(next) {
      if (socket.closed !== undefined) next(socket.closed.reason);
      else socket.closeListeners.push(next);
    },
    close: () => finish(socket, undefined),
  };
}

function finish(socket: SocketState, reason: string | undefined): void {
  if (socket.closed !== undefined) return;
  socket.closed = { reason };
  // What was not handed on will not be: kept, it would be tried again in every turn of the event loop.
  socket.waiting.length = 0;
  socket.waitingBytes = 0;
  clearTimeout(socket.frameTimer);
  clearTimeout(socket.stallTimer);
  socket.stream.destroy();
  for (const notify of socket.closeListeners) notify(reason);
}

/** Ends the connection when the act fails. */
function guarded(socket: SocketState, act: () => void): void {
  try {
    act();
  } catch (error) {
    finish(socket, error instanceof Error ? error.message : String(error));
  }
}

function send(socket: SocketState, message: Message): Promise<void> {
  if (socket.closed !== undefined) return Promise.reject(new Error('cannot send: the connection is closed'));
  const { maxBacklogBytes } = socket.options;
  const pieces = encodePieces(message);
  const length = byteLengthOf(pieces);
  socket.backlog += length;
  if (maxBacklogBytes !== undefined && socket.backlog > maxBacklogBytes) {
    finish(socket, deaf);
    return Promise.reject(new Error('cannot send: the other side does not read'));
  }
  return new Promise((resolve, reject) => {
    if (socket.stallTimer === undefined) watchStall(socket);
    socket.stream.write(pieces, (error) => {
      socket.backlog -= length;
      watchStall(socket);
      if (error) {
        // Before the sender learns of it, the connection has ended.
        finish(socket, error.message);
        reject(error);
      } else resolve();
    });
  });
}

/** Ends the connection when what waits to be written makes no progress for too long. */
function watchStall(socket: SocketState): void {
  const { stallTimeoutMs } = socket.options;
  clearTimeout(socket.stallTimer);
  socket.stallTimer = undefined;
  if (stallTimeoutMs !== undefined && socket.backlog > 0 && socket.closed === undefined)
    socket.stallTimer = setTimeout(() => finish(socket, deaf), stallTimeoutMs);
}

/** Ends the connection when a frame takes too long to arrive; the time counts while it is read. */
function watchFrame(socket: SocketState): void {
  const { frameTimeoutMs } = socket.options;
  if (frameTimeoutMs === undefined) return;
  if (!socket.splitter.isWithinFrame || socket.isHeld) {
    clearTimeout(socket.frameTimer);
    socket.frameTimer = undefined;
  } else socket.frameTimer ??= setTimeout(() => finish(socket, 'a frame took too long to arrive'), frameTimeoutMs);
}

function takeChunk(socket: SocketState, chunk: Uint8Array): void {
  if (socket.closed !== undefined) return;
  guarded(socket, () => {
    for (const frame of socket.splitter.push(chunk)) {
      socket.waiting.push(frame);
      socket.waitingBytes += frame.body.byteLength;
    }
    handOn(socket);
    watchFrame(socket);
  });
}

function handOn(socket: SocketState): void {
  const { pace } = socket.options;
  if (pace === undefined) handOnAll(socket);
  else handOnPaced(socket, pace);
}

function handOnAll(socket: SocketState): void {
  while (handOnNext(socket));
}

/** Hands on one message in the next turn of the event loop, and holds the reading while too many wait. */
function handOnPaced(socket: SocketState, pace: Pace): void {
  const { waiting } = socket;
  const isMuch = waiting.length > pace.maxWaiting || socket.waitingBytes > maxWaitingBytes;
  hold(socket, isMuch || (socket.isHeld && waiting.length > 0));
  const [first] = waiting;
  if (socket.isTurnDue || socket.listener === undefined || first === undefined) return;
  socket.isTurnDue = true;
  pace.nextTurn(() => {
    socket.isTurnDue = false;
    guarded(socket, () => {
      handOnNext(socket);
      handOnPaced(socket, pace);
    });
  }, textLengthOf(first));
}

/** Gives false when nothing waits, or nobody listens any more. */
function handOnNext(socket: SocketState): boolean {
  const { listener, waiting, options } = socket;
  if (listener === undefined || socket.closed !== undefined) return false;
  const frame = waiting.shift();
  if (frame === undefined) return false;
  socket.waitingBytes -= frame.body.byteLength;
  listener(parseFrame(frame, options.maxValues) as Message);
  return true;
}

function hold(socket: SocketState, isToHold: boolean): void {
  if (isToHold === socket.isHeld || socket.closed !== undefined) return;
  socket.isHeld = isToHold;
  socket.stream.setReading?.(!isToHold);
  watchFrame(socket);
}
