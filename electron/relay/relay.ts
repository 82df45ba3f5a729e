// SPDX-License-Identifier: Apache-2.0
/**
 * Carries messages between one port of the page and one helper. It looks at the name of a call and at sizes, at nothing
 * else, and holds a bounded number of bytes in each direction.
 */

import type { Duplex } from 'node:stream';
import { byteLengthOf, createFrameDecoder, encodePieces } from '../../rpc/frame.ts';
import { writePieces } from '../../rpc/write-pieces.ts';
import { maxRequestBytes, maxResponseBytes } from '../../rpc/protocol.ts';
import type { FromHost, HostState, SshObstacle } from '../../contract/bridge.ts';
import { HostUnreachableError } from '../../hosts/host-errors.ts';
import { createReadingGate } from './reading-gate.ts';
import { readFromPage } from './relay-filter.ts';

/**
 * Bytes that may wait for the helper. A port cannot be paused; the credit of the streams keeps an honest page far below
 * this.
 */
const maxWaitingBytes = 4 * 1024 * 1024;

/** Reaches the helper, or rejects with the reason in words. */
type Dial = (signal: AbortSignal) => Promise<Duplex>;

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
  readonly dial: Dial;
  readonly onState: (state: HostState) => void;
  readonly onRejected: (why: string) => void;
}

/** Settles when the connection has ended, whichever side ended it. Never rejects. */
export async function relay(options: RelayOptions): Promise<void> {
  const { label, port, dial, onState } = options;
  const hangUp = new AbortController();
  port.on('close', () => hangUp.abort());
  onState({ status: 'connecting' });
  let end: string;
  let obstacle: SshObstacle | undefined;
  try {
    const stream = await dial(hangUp.signal);
    ({ reason: end, obstacle } = endOf(await carry(stream, hangUp, options)));
  } catch (error) {
    ({ reason: end, obstacle } = endOf(error));
  }
  if (hangUp.signal.aborted) {
    onState({ status: 'idle' });
    return;
  }
  const reason = end.startsWith('cannot ') ? end : `cannot reach the host ${label}: ${end}`;
  onState({ status: 'unreachable', reason, obstacle });
  port.postMessage({ kind: 'closed', reason, obstacle });
  port.close();
}

interface End {
  readonly reason: string;
  readonly obstacle: SshObstacle | undefined;
}

/** Reads the end of a connection. Only an ssh that ended can have met an obstacle. */
function endOf(cause: unknown): End {
  return {
    reason: cause instanceof Error ? cause.message : String(cause),
    obstacle: cause instanceof HostUnreachableError ? cause.obstacle : undefined,
  };
}

/** Gives the reason of the end. */
async function carry(stream: Duplex, hangUp: AbortController, options: RelayOptions): Promise<string | Error> {
  const { port, onRejected, onState } = options;
  let fault: string | Error | undefined;
  const gate = createReadingGate(stream);

  function stop(reason?: string): void {
    fault ??= reason;
    stream.destroy();
  }

  port.on('message', ({ data }) => {
    const message = readFromPage(data);
    switch (message.kind) {
      case 'call':
        fault ??= forward(message.message, stream);
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
  // A way through ssh is open as soon as ssh runs; only the helper's first bytes prove that it is there.
  stream.once('data', () => onState({ status: 'connected' }));
  stream.on('data', (chunk: Buffer) => {
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
  stream.on('error', (error) => (fault ??= error));

  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  stream.once('end', () => stream.destroy());
  hangUp.signal.addEventListener('abort', () => stop(), { once: true });
  if (hangUp.signal.aborted) stop();
  port.start();
  await closed;
  return fault ?? 'the helper ended the connection';
}

/** Gives a reason to stop, if there is one. */
function forward(message: object, stream: Duplex): string | undefined {
  if (stream.destroyed) return undefined;
  const pieces = encodePieces(message);
  const length = byteLengthOf(pieces);
  if (length > maxRequestBytes) return `a request of ${length} bytes is larger than the ${maxRequestBytes} allowed`;
  writePieces(stream, pieces);
  return stream.writableLength > maxWaitingBytes ? 'it does not take what it is sent' : undefined;
}
