// SPDX-License-Identifier: Apache-2.0
/**
 * Carries messages between one port of the page and one helper. It looks at the name of a call and at sizes, at nothing
 * else, and holds a bounded number of bytes in each direction.
 */

import type { FromHost, HostState, SshObstacle } from '../../contract/bridge.ts';
import { byteLengthOf, createFrameDecoder, encodePieces } from '../frame.ts';
import { maxRequestBytes, maxResponseBytes } from '../protocol.ts';
import { createReadingGate } from './reading-gate.ts';
import { readFromPage } from './relay-filter.ts';

/**
 * Bytes that may wait for the helper. A port cannot be paused; the credit of the streams keeps an honest page far below
 * this.
 */
const maxWaitingBytes = 4 * 1024 * 1024;

/** The bytes of a connection to a helper: a stream of Node, or a channel of Cockpit. */
export interface HostBytes {
  /** Sets the listener for what comes. It is called once, before anything comes. */
  onData(listener: (chunk: Uint8Array) => void): void;
  /** Adds a listener for the end, which is called once, with what broke. */
  onClose(listener: (fault: Error | undefined) => void): void;
  /** Sends the pieces, or nothing when the connection has ended. */
  write(pieces: readonly Uint8Array[]): void;
  /** Counts the bytes that were written and not taken. */
  waiting(): number;
  pause(): void;
  resume(): void;
  close(): void;
}

/** An end whose message is a whole sentence, in the language of the person. */
export class ExplainedEnd extends Error {}

/** What is used of Electron's MessagePortMain. */
export interface RelayPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: FromHost): void;
  start(): void;
  close(): void;
}

export interface RelayOptions {
  /** The host's name for people. */
  readonly label: string;
  readonly port: RelayPort;
  /** Reaches the helper, or rejects with the reason in words. */
  readonly dial: (signal: AbortSignal) => Promise<HostBytes>;
  /** Says what only the person can clear, where that is why the connection has ended; nothing when left out. */
  readonly obstacleOf?: (cause: unknown) => SshObstacle | undefined;
  readonly onState: (state: HostState) => void;
  readonly onRejected: (why: string) => void;
}

/** Settles when the connection has ended, whichever side ended it. Never rejects. */
export async function relayPort(options: RelayOptions): Promise<void> {
  const { label, port, dial, onState, obstacleOf = () => undefined } = options;
  const hangUp = new AbortController();
  port.on('close', () => hangUp.abort());
  onState({ status: 'connecting' });
  const end = await dial(hangUp.signal)
    .then((bytes) => carry(bytes, hangUp, options))
    .catch((error: unknown) => error);
  if (hangUp.signal.aborted) {
    onState({ status: 'idle' });
    return;
  }
  const why = end instanceof Error ? end.message : String(end);
  const isSentence = end instanceof ExplainedEnd || why.startsWith('cannot ');
  const reason = isSentence ? why : `cannot reach the host ${label}: ${why}`;
  const obstacle = obstacleOf(end);
  onState({ status: 'unreachable', reason, obstacle });
  port.postMessage({ kind: 'closed', reason, obstacle });
  port.close();
}

/** Gives the reason of the end. */
async function carry(bytes: HostBytes, hangUp: AbortController, options: RelayOptions): Promise<string | Error> {
  const { port, onRejected, onState } = options;
  let fault: string | Error | undefined;
  let isReached = false;
  const gate = createReadingGate(bytes);

  function stop(reason?: string): void {
    fault ??= reason;
    bytes.close();
  }

  port.on('message', ({ data }) => {
    const message = readFromPage(data);
    switch (message.kind) {
      case 'call':
        fault ??= forward(message.message, bytes);
        if (fault !== undefined) stop();
        return;
      case 'ack':
        gate.acknowledge(message.count);
        return;
      case 'close':
        hangUp.abort();
        return;
      case 'rejected':
        onRejected(message.why);
        return;
    }
  });

  const decoder = createFrameDecoder(maxResponseBytes);
  bytes.onData((chunk) => {
    // A way through ssh is open as soon as ssh runs; only the helper's first bytes prove that it is there.
    if (!isReached) onState({ status: 'connected' });
    isReached = true;
    try {
      const messages = decoder.push(chunk);
      gate.arrived(chunk.byteLength, messages.length);
      for (const message of messages) port.postMessage({ kind: 'message', message: message as object });
    } catch (error) {
      stop(
        `it sent what Bulkhead's protocol does not allow: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });

  const closed = new Promise<void>((resolve) => {
    bytes.onClose((broken) => {
      fault ??= broken;
      resolve();
    });
  });
  hangUp.signal.addEventListener('abort', () => stop(), { once: true });
  if (hangUp.signal.aborted) stop();
  port.start();
  await closed;
  return fault ?? 'the helper ended the connection';
}

/** Gives a reason to stop, if there is one. */
function forward(message: object, bytes: HostBytes): string | undefined {
  const pieces = encodePieces(message);
  const length = byteLengthOf(pieces);
  if (length > maxRequestBytes) return `a request of ${length} bytes is larger than the ${maxRequestBytes} allowed`;
  bytes.write(pieces);
  return bytes.waiting() > maxWaitingBytes ? 'it does not take what it is sent' : undefined;
}
